using System.Runtime.CompilerServices;

namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>The CSV file of Asterisk's <c>cel_custom</c>, together with its rotated predecessors.</summary>
internal sealed class CelCsvFile : ICelStore
{
    // Summer time ends by the clock going back an hour; so times may be out of order by that, or by a corrected clock.
    private static readonly TimeSpan Disorder = TimeSpan.FromHours(2);

    // A call without a line for this long has ended, even if its last line is missing.
    private static readonly TimeSpan MaxSilence = TimeSpan.FromHours(24);

    // Asterisk's threads write in parallel: after a call's last line another of its lines may come.
    private static readonly TimeSpan Straggling = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly CelCsvFormat _format;
    private readonly CelClock _clock;
    private readonly TimeProvider _time;
    private readonly CelCsvFigures _figures = new();

    /// <param name="path">The file that Asterisk appends to.</param>
    /// <param name="columns">The columns of its mapping in cel_custom.conf, in order.</param>
    /// <exception cref="CelStoreException">A required column is missing.</exception>
    public CelCsvFile(string path, IReadOnlyList<string> columns, CelClock clock, TimeProvider time)
    {
        (_path, _clock, _time) = (Path.GetFullPath(path), clock, time);
        _format = new CelCsvFormat(columns, clock);
    }

    /// <summary>Lines that were not records.</summary>
    public long BrokenLines => _figures.BrokenLines;

    public long BytesRead => _figures.Bytes;

    public async IAsyncEnumerable<CelRecord> ReadAsync(
        DateTime from, DateTime? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = new CelRange(from, to);
        using var set = await OpenAsync(cancellation);
        await foreach (var record in ScanAsync(set, range.From, cancellation))
        {
            if (record.Time >= range.To + Disorder)
                yield break;
            if (range.Contains(record.Time))
                yield return record;
        }
    }

    public async IAsyncEnumerable<CelRecord> ReadCallAsync(
        string linkedId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The channels that join are known only later: first the call's own lines, then all lines of its channels.
        var call = new CelCall(linkedId);
        await foreach (var record in AroundAsync([linkedId], null, cancellation))
            call.Found(record);
        var records = await RecordsAsync();
        records.ForEach(call.OfChannel);
        if (call.IsJoined)
        {
            string[] ids = [.. call.LinkedIds, .. call.Channels];
            await foreach (var record in AroundAsync(ids, call.Channels, cancellation))
                call.Joined(record);
            records = await RecordsAsync();
        }
        foreach (var record in records)
            yield return record;

        async Task<List<CelRecord>> RecordsAsync()
        {
            var found = new List<CelRecord>();
            await foreach (var record in AroundAsync([linkedId, .. call.Channels], call.Channels, cancellation))
            {
                if (call.Channels.Contains(record.UniqueId))
                    found.Add(record);
            }
            return found;
        }
    }

    /// <summary>
    /// The records from a time on, and then, without end, every record as Asterisk appends it, through
    /// rotations.
    /// </summary>
    /// <exception cref="CelStoreException">The file cannot be read.</exception>
    public async IAsyncEnumerable<CelRecord> FollowAsync(
        DateTime from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = new CelRange(from, null);
        using var tail = new CelCsvTail(_path, _format, _figures, _time);
        using (var set = await OpenAsync(cancellation))
        {
            await foreach (var record in ScanAsync(set, range.From, cancellation, GoOn))
            {
                if (range.Contains(record.Time))
                    yield return record;
            }

            void GoOn(CelCsvSource source, CelCsvCursor cursor)
            {
                if (source != set.Current)
                    return;
                set.Release(source);
                tail.GoOnWith(source, cursor);
            }
        }
        while (true)
        {
            var record = await tail.NextAsync(cancellation);
            if (range.Contains(record.Time))
                yield return record;
        }
    }

    /// <summary>All lines from about that time on, to the end of the last file.</summary>
    private static async IAsyncEnumerable<CelRecord> ScanAsync(CelCsvSet set, DateTime from,
        [EnumeratorCancellation] CancellationToken cancellation, Action<CelCsvSource, CelCsvCursor>? onEnd = null)
    {
        for (var index = 0; index < set.Sources.Count; index++)
        {
            var next = index + 1 < set.Sources.Count ? set.Sources[index + 1].First : null;
            if (next < Before(from))
                continue;
            var source = set.Sources[index];
            var cursor = source.From(await source.FindAsync(Before(from), cancellation));
            while (await cursor.NextAsync(cancellation) is { } record)
                yield return record;
            onEnd?.Invoke(source, cursor);
        }
    }

    /// <summary>All lines from the earliest of the ids to the end of the channels, or of the one call.</summary>
    private async IAsyncEnumerable<CelRecord> AroundAsync(
        IReadOnlyCollection<string> ids, IReadOnlySet<string>? channels,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begins = ids.Select(CelCall.BeginOf).ToList();
        var begin = begins.Contains(null) ? (DateTime?)null : _clock.OfEpoch(begins.Min()!.Value);
        var last = begin;
        var silence = MaxSilence;
        var alive = channels?.ToHashSet();
        using var set = await OpenAsync(cancellation);
        await foreach (var record in ScanAsync(set, begin ?? DateTime.MinValue, cancellation))
        {
            if (record.Time > last + silence)
                yield break;
            if (channels?.Contains(record.UniqueId) ?? ids.Contains(record.LinkedId))
            {
                last = record.Time;
                var isEnd = alive is null ? record.Event == CelEvent.LinkedIdEnd
                    : record.Event == CelEvent.ChanEnd && alive.Remove(record.UniqueId) && alive.Count == 0;
                silence = isEnd ? Straggling : silence;
            }
            yield return record;
        }
    }

    private static DateTime Before(DateTime time) =>
        time - DateTime.MinValue > Disorder ? time - Disorder : DateTime.MinValue;

    private async Task<CelCsvSet> OpenAsync(CancellationToken cancellation)
    {
        var set = await CelCsvSet.OpenAsync(_path, _format, _figures, cancellation);
        try
        {
            if (set.Current is { } current)
                await RequireFitAsync(current, cancellation);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    // The newest lines decide; older ones may have another mapping that was in use before.
    private async Task RequireFitAsync(CelCsvSource source, CancellationToken cancellation)
    {
        var start = source.NearEnd;
        var cursor = new CelCsvCursor(source, source.Reader(start), _format, new CelCsvFigures());
        if (start > 0)
            await cursor.SkipLineAsync(cancellation);
        var fits = false;
        while (await cursor.NextAsync(cancellation) is not null)
            fits = true;
        if (!fits && cursor.Misfit is { } line)
            throw new CelStoreException($"{source.Path} does not match the configuration: {_format.Misfit(line)}");
    }
}
