using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>Distinguishes versions of a file: equal stamps mean that the file was not touched in between.</summary>
/// <param name="BornNs">When the inode was created; 0 on file systems that do not keep it.</param>
internal readonly record struct FileStamp(
    ulong Device, ulong Inode, long Size, long BornNs, long ModifiedNs, long ChangedNs, FileKind Kind)
{
    private const int FormatMask = 0xf000;
    private const int DirectoryFormat = 0x4000;
    private const int RegularFormat = 0x8000;

    /// <summary>Why the path is <see cref="FileKind.Unreadable"/>; 0 otherwise.</summary>
    public int ErrorNumber { get; private init; }

    /// <summary>The error message, or null when there is none.</summary>
    public string? Problem =>
        ErrorNumber == 0 ? null : $"{Marshal.GetPInvokeErrorMessage(ErrorNumber)} (errno {ErrorNumber})";

    /// <summary>The stamp of the file at a path, links followed; null when there is none.</summary>
    public static unsafe FileStamp? Read(string path)
    {
        Libc.FileStatus status;
        while (Libc.Status(Libc.CurrentDirectory, path, 0, Libc.BasicStatus | Libc.BirthTime, &status) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted: continue;
                case Errno.NoEntry or Errno.NotDirectory: return null;
                case var errno: return new FileStamp(0, 0, 0, 0, 0, 0, FileKind.Unreadable) { ErrorNumber = errno };
            }
        }

        return new FileStamp(
            ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
            status.Inode,
            (long)status.Size,
            Nanoseconds(status.Born),
            Nanoseconds(status.Modified),
            Nanoseconds(status.Changed),
            KindOf(status.Mode));
    }

    private static FileKind KindOf(int mode) => (mode & FormatMask) switch
    {
        RegularFormat => FileKind.Regular,
        DirectoryFormat => FileKind.Directory,
        _ => FileKind.Other,
    };

    private static long Nanoseconds(Libc.StatusTime time) => (time.Seconds * 1_000_000_000) + time.Nanoseconds;
}
