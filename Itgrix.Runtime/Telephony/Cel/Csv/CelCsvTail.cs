using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Waits for lines at the end of the file that Asterisk writes, and switches to its successors.</summary>
internal sealed class CelCsvTail(string path, CelCsvFormat format, CelCsvFigures figures, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private CelCsvSource? _source;
    private CelCsvCursor? _cursor;
    private FileStamp _seen;

    /// <summary>Takes ownership of a file that has been read so far, and closes it.</summary>
    public void GoOnWith(CelCsvSource source, CelCsvCursor cursor)
    {
        _source?.Dispose();
        (_source, _cursor) = (source, cursor);
    }

    /// <summary>The next appended record.</summary>
    public async ValueTask<CelRecord> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Checked before reading: once the path leads to another file, nothing more is appended to the open one.
            var isOver = !IsStillWritten();
            if (_cursor is not null && await _cursor.NextAsync(cancellation) is { } record)
                return record;
            if (!isOver || !await FindNextAsync(cancellation))
                await Task.Delay(Delay, time, cancellation);
        }
    }

    public void Dispose() => _source?.Dispose();

    private bool IsStillWritten()
    {
        if (_source is null || FileStamp.Read(path) is not { } now
            || !CelCsvSet.IsSame(now, _source.Stamp) || now.Size < _cursor!.Offset)
            return false;
        _seen = now;
        return true;
    }

    private async Task<bool> FindNextAsync(CancellationToken cancellation)
    {
        if (await CelCsvSource.OpenAsync(path, format, figures, cancellation) is not { } next)
            return false;
        // Truncated after it was copied (copytruncate): lines since the last read are only in the copy.
        if (_source is not null && CelCsvSet.IsSame(next.Stamp, _source.Stamp)
            && await CopyAsync(cancellation) is { } copy)
        {
            next.Dispose();
            GoOnWith(copy, copy.From(_cursor!.Offset));
        }
        else
            GoOnWith(next, next.From(0));
        return true;
    }

    private async Task<CelCsvSource?> CopyAsync(CancellationToken cancellation)
    {
        var newest = CelCsvSet.RotatedOf(path)
            .Where(file => !CelCsvSource.IsPacked(file))
            .Select(file => (File: file, Stamp: FileStamp.Read(file)))
            .Where(copy => copy.Stamp?.Size >= _cursor!.Offset && copy.Stamp?.ModifiedNs >= _seen.ModifiedNs)
            .MaxBy(copy => copy.Stamp?.ModifiedNs)
            .File;
        return newest is null ? null : await CelCsvSource.OpenAsync(newest, format, figures, cancellation);
    }
}
