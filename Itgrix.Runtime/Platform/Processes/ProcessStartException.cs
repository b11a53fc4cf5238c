using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>A program could not be started; the message says which, why, and what to do about it.</summary>
internal sealed class ProcessStartException(ProcessSpec spec, int errno)
    : Exception(Describe(spec, errno)), IForeseenFailure
{
    public string File { get; } = spec.File;

    public int ErrorNumber { get; } = errno;

    private static string Describe(ProcessSpec spec, int errno) =>
        $"Cannot start '{spec.File}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}). {Advice(spec, errno)}";

    private static string Advice(ProcessSpec spec, int errno) => errno switch
    {
        Errno.NoEntry or Errno.NotDirectory or Errno.NoAccess when MissingDirectory(spec) =>
            $"The working directory '{spec.WorkingDirectory}' does not exist; create it or correct the setting.",
        Errno.NoEntry when !spec.File.Contains('/') =>
            "It is in no directory of PATH; install it or give its full path.",
        Errno.NoAccess when !spec.File.Contains('/') =>
            "No directory of PATH that the service's user may enter has it ready to run; install it or give its path.",
        Errno.NoEntry when System.IO.File.Exists(FullPath(spec)) =>
            "The file is there, but the interpreter it needs is not; check its first line (#!).",
        Errno.NoEntry or Errno.NotDirectory => "There is no such file; check the path.",
        Errno.NoAccess when Directory.Exists(FullPath(spec)) => "It is a directory; name a program in it.",
        Errno.NoAccess =>
            "Make it executable (chmod +x) and see that the service's user may enter the directories above it.",
        Errno.NotExecutable => "It is not a program for this machine; a script needs a first line such as #!/bin/sh.",
        Errno.FileBusy => "Another process is writing this file; try again when it is complete.",
        Errno.TooManyFiles => "The service has too many open files; raise its limit (LimitNOFILE, ulimit -n).",
        Errno.TooManyFilesInSystem => "The machine has too many open files; raise fs.file-max.",
        Errno.NoMemory => "The machine is out of memory; run fewer hooks at once or add memory.",
        Errno.WouldBlock =>
            "No more processes are allowed; raise the limit (TasksMax, ulimit -u) or run fewer at once.",
        Errno.TooManyArguments => "Arguments and environment are too long; pass the data by standard input.",
        Errno.NotImplemented => "The kernel lacks a needed call; Linux 5.3 or newer is required.",
        _ => "Try the same command in a shell under the service's user.",
    };

    private static bool MissingDirectory(ProcessSpec spec) =>
        spec.WorkingDirectory is { } directory && !Directory.Exists(directory);

    private static string FullPath(ProcessSpec spec) =>
        Path.Combine(Path.GetFullPath(spec.WorkingDirectory ?? "."), spec.File);
}
