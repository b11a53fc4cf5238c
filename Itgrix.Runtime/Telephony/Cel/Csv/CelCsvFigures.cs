namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Counts of bytes read and lines skipped in a file and its predecessors.</summary>
internal sealed class CelCsvFigures
{
    private static readonly ILogger Log = AppLog.For("cel");
    private readonly HashSet<(ulong Device, ulong Inode)> _told = [];
    private readonly Lock _lock = new();
    private long _bytes;
    private long _broken;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long BrokenLines => Interlocked.Read(ref _broken);

    public void Read(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Counts an invalid line; the first one of each file is logged.</summary>
    public void Broke(CelCsvSource source, long offset, long? line)
    {
        Interlocked.Increment(ref _broken);
        lock (_lock)
        {
            if (!_told.Add((source.Stamp.Device, source.Stamp.Inode)))
                return;
        }
        CelLogMessages.LineBroken(Log, source.Path, offset, line);
    }
}
