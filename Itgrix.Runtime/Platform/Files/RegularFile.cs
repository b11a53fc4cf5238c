namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// Files that a setting names: a device would give bytes without end, and a pipe would be waited for.
/// </summary>
internal static class RegularFile
{
    /// <exception cref="IOException">It is there and something else than a file, or larger than that.</exception>
    public static void Require(string path, long max)
    {
        // Who opens it says that it is missing.
        if (FileStamp.Read(path) is not { } stamp)
            return;
        if (stamp.Problem is { } problem)
            throw new IOException($"{path}: {problem}.");
        if (stamp.Kind != FileKind.Regular)
            throw new IOException($"{path} is no file, but a folder, device or pipe.");
        if (stamp.Size > max)
            throw new IOException($"{path} is larger than the {max >> 10} KB that are read.");
    }
}
