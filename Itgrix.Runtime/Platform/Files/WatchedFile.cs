namespace Itgrix.Runtime.Platform.Files;

/// <summary>A file as it was at the last check; missing is a state like any other.</summary>
/// <param name="File">Full path.</param>
/// <param name="Stamp"><c>null</c> when there was no file.</param>
/// <param name="Young">
/// The stamp was so new that a second save could carry the same one (clocks of file systems tick every 1 to 10 ms).
/// </param>
internal sealed record WatchedFile(string File, FileStamp? Stamp, bool Young)
{
    private const long ClockTickNs = 20_000_000;

    /// <summary>It was being written, so that its end counts as a change.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Checks the file; about 1 microsecond.</summary>
    public static WatchedFile Read(string path)
    {
        var stamp = FileStamp.Read(path);
        var age = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100 - stamp?.ChangedNs;
        return new(path, stamp, age is >= 0 and < ClockTickNs);
    }

    /// <summary>Whether the file may have changed since.</summary>
    public bool MayHaveChanged() =>
        Young || FileStamp.Read(File) != Stamp || (IsBusy && !FileSaves.IsUnderWay(File));
}
