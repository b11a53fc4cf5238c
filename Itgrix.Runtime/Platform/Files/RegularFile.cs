namespace Itgrix.Runtime.Platform.Files;

/// <summary>
/// Files that a setting names: a device would return endless bytes, and a pipe would block.
/// </summary>
internal static class RegularFile
{
    /// <exception cref="IOException">It exists but is not a file, or is larger than the maximum.</exception>
    public static void Require(string path, long max)
    {
        // Opening it reports that it is missing.
        if (FileStamp.Read(path) is not { } stamp)
            return;
        if (stamp.Problem is { } problem)
            throw new IOException($"{path}: {problem}.");
        if (stamp.Kind != FileKind.Regular)
            throw new IOException($"{path} is not a file, but a folder, device or pipe.");
        if (stamp.Size > max)
            throw new IOException($"{path} is larger than the maximum of {max >> 10} KB.");
    }
}
