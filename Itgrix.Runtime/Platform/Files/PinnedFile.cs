using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>A file or folder that is held open: what was found out about it stays true, whoever renames what.</summary>
internal sealed class PinnedFile : IDisposable
{
    private PinnedFile(SafeFileHandle handle)
    {
        Handle = handle;
        Path = $"/proc/self/fd/{handle.DangerousGetHandle()}";
        Stamp = FileStamp.Read(Path) ?? default;
        RealPath = File.ResolveLinkTarget(Path, returnFinalTarget: false)?.FullName ?? "";
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Leads to it and to nothing else, as long as it is held.</summary>
    public string Path { get; }

    /// <summary>Its path without any link, as it was when it was opened.</summary>
    public string RealPath { get; }

    public FileStamp Stamp { get; }

    /// <summary>A regular file for reading; <c>null</c> when it is none or cannot be read.</summary>
    /// <param name="problem">Why; <c>null</c> when there is nothing of this name, and when it could be opened.</param>
    public static PinnedFile? Read(string path, out string? problem)
    {
        // Before it is opened: opening a device may do something.
        var stamp = FileStamp.Read(path);
        problem = stamp switch
        {
            null => null,
            { Kind: FileKind.Unreadable } => stamp.Value.Problem,
            { Kind: not FileKind.Regular } => "It is no regular file.",
            _ => null,
        };
        if (stamp is null || problem is not null)
            return null;
        if (Open(path, Libc.NonBlocking) is not { } file)
        {
            problem = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            return null;
        }
        if (file.Stamp.Kind == FileKind.Regular)
            return file;
        file.Dispose();
        problem = "It is no regular file.";
        return null;
    }

    /// <summary>A file or folder only to be looked at; <c>null</c> when it is not there.</summary>
    public static PinnedFile? Hold(string path) => Open(path, Libc.PathOnly);

    /// <summary>The path of a folder without any link; <c>null</c> when it is not there.</summary>
    public static string? RealPathOf(string folder)
    {
        using var held = Hold(folder);
        return held?.RealPath;
    }

    public void Dispose() => Handle.Dispose();

    private static PinnedFile? Open(string path, int flags)
    {
        int descriptor;
        do
            descriptor = Libc.Open(path, flags | Libc.CloseOnExec, 0);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return descriptor < 0 ? null : new(new SafeFileHandle(descriptor, ownsHandle: true));
    }
}
