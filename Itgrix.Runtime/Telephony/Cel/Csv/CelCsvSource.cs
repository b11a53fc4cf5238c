using System.IO.Compression;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>A file of lines, current or rotated; it stays open while it is read.</summary>
internal sealed class CelCsvSource : IDisposable
{
    private static readonly ILogger Log = AppLog.For("cel");

    private const int ProbeBytes = 8 << 10;
    private const int ReadBytes = 64 << 10;

    // A file that begins with more foreign data than this is not one of ours.
    private const int HeadBytes = 1 << 20;

    // Below this distance, reading on is cheaper than another search step.
    private const int NearBytes = 64 << 10;

    private readonly FileStream _file;
    private readonly CelCsvFormat _format;
    private readonly CelCsvFigures _figures;
    private readonly bool _packed;

    private CelCsvSource(string path, FileStream file, CelCsvFormat format, CelCsvFigures figures)
    {
        (Path, _file, _format, _figures) = (path, file, format, figures);
        _packed = IsPacked(path);
        Stamp = FileStamp.Read($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}") ?? default;
    }

    public string Path { get; }

    /// <summary>The opened file, whatever the path leads to by now.</summary>
    public FileStamp Stamp { get; }

    /// <summary>The time of the first record; <c>null</c> while there is none.</summary>
    public DateTime? First { get; private set; }

    public long Length => _file.Length;

    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.Ordinal);

    /// <summary>Opens it; <c>null</c> when it does not exist.</summary>
    /// <exception cref="CelStoreException">It cannot be read.</exception>
    public static async Task<CelCsvSource?> OpenAsync(
        string path, CelCsvFormat format, CelCsvFigures figures, CancellationToken cancellation)
    {
        CelCsvSource? source = null;
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            source = new CelCsvSource(path, file, format, figures);
            source.First = (await source.FirstAfterAsync(0, HeadBytes, cancellation))?.Time;
            return source;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error)
        {
            source?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw Unreadable(path, error);
            throw;
        }
    }

    /// <summary>Reads from the given offset; a compressed file from its start.</summary>
    public CelCsvCursor From(long offset) => new(this, Reader(offset), _format, _figures);

    public CsvReader Reader(long offset) => new(At(offset), offset, ReadBytes, _figures.Read);

    /// <summary>An offset before all records from this time on, found by a binary search.</summary>
    public async Task<long> FindAsync(DateTime time, CancellationToken cancellation)
    {
        if (_packed || First >= time)
            return 0;
        var (low, high) = (0L, _file.Length);
        while (high - low > NearBytes)
        {
            var middle = low + (high - low) / 2;
            if (await FirstAfterAsync(middle, high, cancellation) is { } found && found.Time < time)
                low = found.Offset;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Offset of the last part of the file, small enough to scan.</summary>
    public long NearEnd => _packed ? 0 : Math.Max(0, _file.Length - NearBytes);

    public CelStoreException Unreadable(Exception error) => Unreadable(Path, error);

    public void Dispose() => _file.Dispose();

    private static CelStoreException Unreadable(string path, Exception error) =>
        new($"{path} cannot be read: {error.Message} Give the service's user the right to read it, for example "
            + "by the group asterisk.", error, isTransient: error is not UnauthorizedAccessException);

    // Now and then a line has breaks inside quotes: the text after one need not be a record.
    private async Task<(long Offset, DateTime Time)?> FirstAfterAsync(
        long offset, long end, CancellationToken cancellation)
    {
        try
        {
            var reader = new CsvReader(At(offset), offset, ProbeBytes, _figures.Read);
            if (offset > 0 && !await reader.SkipLineAsync(cancellation))
                return null;
            while (reader.NextOffset < end && await reader.NextAsync(cancellation) != CsvOutcome.Unfinished)
            {
                if (_format.TimeOf(reader.Fields) is { } time)
                    return (reader.LineOffset, time);
            }
        }
        catch (InvalidDataException error)
        {
            CelLogMessages.PartLost(Log, Path, error.Message);
        }
        return null;
    }

    private Stream At(long offset)
    {
        _file.Position = _packed ? 0 : offset;
        return _packed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : _file;
    }
}
