using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Files;

/// <summary>Whether a file is in the middle of being saved, by whichever user.</summary>
internal static class FileSaves
{
    private static readonly Lazy<SaveWatch> Watch = new(() => new());

    /// <summary>Follows the saves of a folder's files from now on; needed for files of other users only.</summary>
    public static void Follow(string folder)
    {
        if (Libc.EffectiveUser() != 0)
            Watch.Value.Follow(folder);
    }

    /// <summary>
    /// Whether what was read may be a part of a save; never where the kernel tells writers, as the reader asked it.
    /// </summary>
    public static bool MayBeHalf(WatchedFile read) =>
        read is { IsBusy: false, Stamp: { Kind: FileKind.Regular } stamp } && FileWriters.Find(read.File) is null
        && (!Watch.Value.IsComplete(read.File) || FileStamp.Read(read.File) != stamp);

    /// <summary>Whether somebody writes the file; where the kernel does not say, as far as saves tell.</summary>
    public static bool IsUnderWay(string path) =>
        FileWriters.Find(path) ?? (FileStamp.Read(path) is { Kind: FileKind.Regular } && !Watch.Value.IsComplete(path));
}
