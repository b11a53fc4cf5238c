using System.Diagnostics;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>A file's content together with its stamp while it was read.</summary>
internal sealed record StableContent(byte[] Bytes, WatchedFile Watched);

/// <summary>Reads a file that may be in the middle of a save: never a half-written one.</summary>
internal static class StableFileReader
{
    private const long MaxBytes = 64 << 20;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(2);

    /// <summary>The content between two saves; waits for a writer that has the file open.</summary>
    /// <exception cref="FileBusyException">The writer did not close the file within
    /// <paramref name="timeout"/>.</exception>
    /// <exception cref="IOException">The file is missing, a directory, or not readable.</exception>
    /// <param name="isBusy">Whether somebody writes a file; by default <see cref="FileSaves"/>.</param>
    public static StableContent Read(string path, TimeSpan timeout, Func<string, bool>? isBusy = null)
    {
        isBusy ??= FileSaves.IsUnderWay;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var before = WatchedFile.Read(path);
            RequireReadable(path, before.Stamp);
            if (!isBusy(path))
            {
                var bytes = ReadAll(path);
                if (WatchedFile.Read(path).Stamp == before.Stamp && !isBusy(path))
                    return new(bytes, before);
            }
            if (waited.Elapsed > timeout)
                throw new FileBusyException(before, timeout);
            // A close raises no event for a reader; the delay bounds the cost of polling.
            Thread.Sleep(Delay);
        }
    }

    // Opened with full sharing: a lock of ours would make the saving program fail.
    private static byte[] ReadAll(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        var content = new MemoryStream((int)Math.Min(file.Length, MaxBytes));
        file.CopyTo(content);
        return content.ToArray();
    }

    private static void RequireReadable(string path, FileStamp? stamp)
    {
        if (stamp is null)
            throw new FileNotFoundException($"{path} is missing.", path);
        if (stamp is { Kind: FileKind.Directory })
            throw new IOException(
                $"{path} is a directory, not a file: move it away or put the hook's file in its place.");
        if (stamp is { Kind: FileKind.Other })
            throw new IOException($"{path} is not a regular file: put the hook's file in its place.");
        if (stamp is { Size: > MaxBytes })
            throw new IOException(
                $"{path} has {stamp.Value.Size >> 20} MB; a hook's file or library may have {MaxBytes >> 20} MB.");
    }
}

/// <summary>A writer keeps a file open.</summary>
internal sealed class FileBusyException(WatchedFile file, TimeSpan timeout) : IOException(
    $"{file.File} has been open for writing for {timeout.TotalSeconds:0.#} s: close it in the program that saves it.")
{
    /// <summary>The file, whose end of writing counts as a change.</summary>
    public WatchedFile Watched { get; } = file with { Young = false, IsBusy = true };
}
