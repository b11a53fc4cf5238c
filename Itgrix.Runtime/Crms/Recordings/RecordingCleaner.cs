using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>
/// Deletes recordings that are too old, and WAV files with a converted copy; never follows a link.
/// </summary>
internal sealed class RecordingCleaner(RecordingOptions options, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("recordings");

    private const int Deepest = 20;

    // Both CRMs have made and checked their copies by then.
    private static readonly TimeSpan ConvertedFor = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions WithoutLinks =
        new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Cleans all folders, and logs the result.</summary>
    public void Clean(CancellationToken token)
    {
        foreach (var folder in options.Folders)
        {
            if (PinnedFile.RealPathOf(folder) is not { } real)
                continue;
            var cleaned = options.Keep is null && !options.DeletesOriginals ? new() : Clean(real, token);
            if (cleaned.Files > 0)
                RecordingLogMessages.Cleaned(Log, folder, cleaned);
            if (cleaned.Failed > 0)
                RecordingLogMessages.NotCleaned(Log, folder, cleaned);
            if (new DriveInfo(real).AvailableFreeSpace is var free && free < options.LeastFree)
                RecordingLogMessages.LittleSpace(Log, folder, free);
        }
    }

    private CleanedRecordings Clean(string folder, CancellationToken token)
    {
        var cleaned = new CleanedRecordings();
        Clean(folder, Deepest, ref cleaned, token);
        return cleaned;
    }

    private void Clean(string path, int depth, ref CleanedRecordings cleaned, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var held = PinnedFile.Hold(path);
        // A link may have replaced it since its folder was read.
        if (depth == 0 || held is null || held.RealPath != path || held.Stamp.Kind != FileKind.Directory)
            return;
        foreach (var entry in new DirectoryInfo(held.Path).EnumerateFileSystemInfos("*", WithoutLinks).ToList())
        {
            if (entry is FileInfo file)
                Clean(file, ref cleaned);
            else
                CleanBelow(path, held, entry.Name, depth, ref cleaned, token);
        }
    }

    private void CleanBelow(
        string path, PinnedFile held, string name, int depth, ref CleanedRecordings cleaned, CancellationToken token)
    {
        var before = cleaned.Files;
        Clean(Path.Combine(path, name), depth - 1, ref cleaned, token);
        var below = Path.Combine(held.Path, name);
        if (cleaned.Files == before || Directory.EnumerateFileSystemEntries(below).Any())
            return;
        try
        {
            Directory.Delete(below);
            cleaned = cleaned with { Folders = cleaned.Folders + 1 };
        }
        catch (IOException)
        {
            // A file was added a moment ago.
        }
    }

    private void Clean(FileInfo file, ref CleanedRecordings cleaned)
    {
        var isConverted = IsConverted(file);
        if (RecordingFormat.ContentTypeOf(file.Name) is null || !(isConverted || AgeOf(file) > options.Keep))
            return;
        try
        {
            var size = file.Length;
            file.Delete();
            cleaned = cleaned with
            {
                Files = cleaned.Files + 1, Bytes = cleaned.Bytes + size,
                Converted = cleaned.Converted + (isConverted ? 1 : 0),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            cleaned = cleaned with
                { Failed = cleaned.Failed + 1, Error = cleaned.Error.Length > 0 ? cleaned.Error : error.Message };
        }
    }

    private bool IsConverted(FileInfo wav) => options.DeletesOriginals && RecordingFormat.IsWav(wav.Name)
        && RecordingFormat.ConvertedOf(wav.FullName).Select(path => new FileInfo(path)).Any(made =>
            made is { Exists: true, Length: > 0, LinkTarget: null } && made.LastWriteTimeUtc >= wav.LastWriteTimeUtc
            && AgeOf(made) > ConvertedFor);

    private TimeSpan AgeOf(FileInfo file) => time.GetUtcNow() - new DateTimeOffset(file.LastWriteTimeUtc);
}
