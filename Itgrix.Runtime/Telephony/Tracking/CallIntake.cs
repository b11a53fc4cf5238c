using System.Threading.Channels;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Passes events to the tracker and its stages to the ledger. After each connect, the events of the time without a
/// connection are first read from the stored channel events.
/// </summary>
internal sealed class CallIntake(CallTracker tracker, PendingStages pending, ICallLedger ledger, NumberPlanFile numbers)
{
    private static readonly ILogger Log = AppLog.For("calls");

    // Clocks of several threads and of a database differ a little; events that are read twice change nothing.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5), SaveEvery = TimeSpan.FromSeconds(5),
        TickEvery = TimeSpan.FromSeconds(10);

    // Live calls wait for no more tries than these.
    private const int MaxTries = 5;

    private static readonly RetryDelays Delays = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    // Stages that are read again within one run; the ledger knows them all.
    private const int MaxRemembered = 200_000;

    // At the very first start, so that calls in progress are known; calls that have ended by then are not handled.
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(4);

    // Before the first event the server's clock is unknown; stages read again because of it are in the ledger.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecentIds _begun = new(MaxRemembered), _known = new(MaxRemembered);
    private MissedEvents? _missed;
    private DateTime _seen = ledger.Position ?? DateTime.MinValue;
    private long _seenAt;
    private bool _isFirst = ledger.Position is null;
    private DateTime _saved = DateTime.MinValue, _position;

    /// <summary>The store of channel events; without one (<c>null</c>) calls during an outage are lost.</summary>
    public ICelStore? Store { get; init; }

    /// <summary>Requests the uniqueids of Asterisk's channels; <c>null</c> when it does not answer.</summary>
    public required Func<CancellationToken, Task<IReadOnlySet<string>?>> Channels { get; init; }

    /// <summary>The time zone of the Asterisk server.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Clock of delays, and source of the server's time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Start position in a file: where the last run ended, on the very first run its end.</summary>
    public DateTime FollowFrom => _seen == DateTime.MinValue ? Now : _seen - Overlap;

    /// <summary>Completes after the first connection, when the missed events are read.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The time of the last event.</summary>
    public DateTime LastEvent => _seen;

    /// <summary>Age of the last event when it was taken.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>What the channel events lack.</summary>
    public CelCoverage Coverage { get; } = new();

    /// <summary>Position in the channel events for the next start; <c>null</c> before the first event.</summary>
    public DateTime? Position => _saved == DateTime.MinValue ? null : _position;

    private DateTime Now => TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).DateTime;

    /// <summary>Reads until the events end, or it is stopped.</summary>
    public async Task RunAsync(ChannelReader<PbxEvent> events, CancellationToken stop)
    {
        var known = await ledger.KnownSinceAsync(FollowFrom, stop);
        tracker.Mute([.. known.Where(entry => entry.IsEnd).Select(entry => entry.CallId)]);
        foreach (var entry in known)
        {
            _begun.Add(entry.CallId);
            _known.Add(entry.Key);
        }
        using var missed = _missed = new(Clock);
        using var ticks = new PeriodicTimer(TickEvery, Clock);
        var tick = ticks.WaitForNextTickAsync(stop).AsTask();
        while (true)
        {
            while (events.TryRead(out var next))
                await (next is AmiConnected ? ConnectedAsync(stop) : TakeAsync(next, stop).AsTask());
            var more = events.WaitToReadAsync(stop).AsTask();
            Task[] awaited = missed.Reading is { } reading ? [more, tick, reading] : [more, tick];
            var first = await Task.WhenAny(awaited);
            if (first == missed.Reading)
                await TakeMissedAsync(await missed.Reading!, stop);
            else if (first == tick)
            {
                await tick;
                await PostAsync(tracker.Tick(ServerNow), stop);
                tick = ticks.WaitForNextTickAsync(stop).AsTask();
            }
            else if (!await more)
                return;
        }
    }

    /// <summary>Takes one event, live or from a file.</summary>
    public async ValueTask TakeAsync(PbxEvent next, CancellationToken token)
    {
        tracker.Numbers = numbers.Current;
        await PostAsync(tracker.Apply(next), token);
        if (next is not CelRecord record)
            return;
        Coverage.Seen(record);
        await SaveAsync(record.Time, token);
    }

    private async ValueTask PostAsync(IReadOnlyList<CallStageEvent> stages, CancellationToken token)
    {
        foreach (var stage in stages)
        {
            if (!_known.Add(stage.Key))
                continue;
            if (_begun.Add(stage.CallId))
                CallLogMessages.Begins(Log, stage);
            CallLogMessages.Reached(Log, stage);
            await pending.AddAsync(stage, token);
        }
    }

    private async Task ConnectedAsync(CancellationToken stop)
    {
        if (Store is null)
            CallLogMessages.NoStore(Log);
        else
            await CatchUpAsync(Store, stop);
        // Calls without a recorded end: the connection was lost, or Asterisk crashed.
        if (tracker.Count > 0 && await Channels(stop) is { } alive)
            tracker.KeepOnly(alive, ServerNow);
        _caughtUp.TrySetResult();
    }

    private async Task CatchUpAsync(ICelStore source, CancellationToken stop)
    {
        var isFirst = _isFirst;
        var from = _missed?.From ?? (_seen == DateTime.MinValue ? Now - FirstLook : _seen - Overlap);
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            try
            {
                await ReadAsync(source, from, isFirst, stop);
                _missed?.Clear();
                return;
            }
            catch (CelStoreException error) when (error.IsTransient)
            {
                var delay = Delays.After(tries);
                CallLogMessages.CannotCatchUp(Log, error, delay);
                await Task.Delay(delay, Clock, stop);
            }
            catch (CelStoreException error)
            {
                CallLogMessages.CannotCatchUpLost(Log, error);
                break;
            }
        }
        // Live calls wait no longer. At the very first start nothing is known to be missing.
        if (isFirst)
            return;
        CallLogMessages.CatchesUpLater(Log, from, Now);
        _missed?.Read(source, from, stop);
    }

    private async Task TakeMissedAsync(List<CelRecord> records, CancellationToken stop)
    {
        foreach (var record in records)
            await TakeAsync(record, stop);
        _missed!.Clear();
        CallLogMessages.CaughtUp(Log, records.Count, tracker.Count);
    }

    private async Task ReadAsync(ICelStore source, DateTime from, bool isFirst, CancellationToken stop)
    {
        CallLogMessages.CatchingUp(Log, from);
        var records = 0L;
        var skipped = new List<LedgerEntry>();
        await foreach (var record in source.ReadAsync(from, null, stop))
        {
            records++;
            if (isFirst)
                skipped.AddRange(Skip(record));
            else
                await TakeAsync(record, stop);
        }
        if (isFirst)
        {
            await ledger.SkipAsync(skipped, stop);
            await SavePositionAsync(_seen == DateTime.MinValue ? Now - ClocksDiffer : _seen, stop);
        }
        _isFirst = false;
        CallLogMessages.CaughtUp(Log, records, tracker.Count);
        CheckCoverage();
    }

    private void CheckCoverage()
    {
        foreach (var missing in Coverage.Check())
            CallLogMessages.CelLacks(Log, missing);
    }

    // By the records' clock, whatever this machine's clock and time zone are.
    private DateTime ServerNow => _seen == DateTime.MinValue ? Now : _seen + Clock.GetElapsedTime(_seenAt);

    // Stages from before the first start are not handled, then or later.
    private IEnumerable<LedgerEntry> Skip(CelRecord record)
    {
        tracker.Numbers = numbers.Current;
        foreach (var stage in tracker.Apply(record))
        {
            _begun.Add(stage.CallId);
            _known.Add(stage.Key);
            foreach (var entry in LedgerEntry.Of(stage))
                yield return entry;
        }
        Coverage.Seen(record);
        See(record.Time);
    }

    private async ValueTask SaveAsync(DateTime at, CancellationToken token)
    {
        See(at);
        if (_seen - _saved < SaveEvery)
            return;
        CheckCoverage();
        await SavePositionAsync(_seen, token);
    }

    // A clock that was wrong for a moment, years ahead, must not hide what comes after it.
    private void See(DateTime at)
    {
        var now = Now;
        at = Earlier(at, now);
        Lag = now - at;
        if (at > _seen)
            (_seen, _seenAt) = (at, Clock.GetTimestamp());
    }

    // A call is read again from its start as long as any of its stages is not stored.
    private async Task SavePositionAsync(DateTime at, CancellationToken token)
    {
        _position = Earlier(Earlier(Earlier(at, tracker.Earliest), pending.Earliest), _missed?.From);
        _saved = at;
        await ledger.SavePositionAsync(_position, token);
    }

    private static DateTime Earlier(DateTime one, DateTime? other) => other < one ? other.Value : one;
}
