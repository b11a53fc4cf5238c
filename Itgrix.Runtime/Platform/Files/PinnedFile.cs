using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>A file or folder that is held open: what was checked about it stays true, whatever is renamed.</summary>
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

    /// <summary>A path that leads to exactly this file while it is held open.</summary>
    public string Path { get; }

    /// <summary>Its path without any link, as it was when it was opened.</summary>
    public string RealPath { get; }

    public FileStamp Stamp { get; }

    /// <summary>A regular file for reading; <c>null</c> when it is not one or cannot be read.</summary>
    /// <param name="problem">Why; <c>null</c> when the file does not exist, and when it could be opened.</param>
    public static PinnedFile? Read(string path, out string? problem)
    {
        // Checked before opening: opening a device may have side effects.
        var stamp = FileStamp.Read(path);
        problem = stamp switch
        {
            null => null,
            { Kind: FileKind.Unreadable } => stamp.Value.Problem,
            { Kind: not FileKind.Regular } => "It is not a regular file.",
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
        problem = "It is not a regular file.";
        return null;
    }

    /// <summary>A file or folder opened for checks only; <c>null</c> when it does not exist.</summary>
    public static PinnedFile? Hold(string path) => Open(path, Libc.PathOnly);

    /// <summary>The path of a folder without any link; <c>null</c> when it does not exist.</summary>
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
