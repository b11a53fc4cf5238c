using System.Threading.Channels;
using Itgrix.Runtime.Asterisk;
using Itgrix.Runtime.Asterisk.Ami;
using Itgrix.Runtime.Asterisk.Cel;
using Itgrix.Runtime.Logging;
using Itgrix.Runtime.Numbers;

namespace Itgrix.Runtime.Calls;

/// <summary>
/// Brings what Asterisk says to the tracker and the stages to the queue. Whenever a connection is made, what went on
/// without one is first read from the stored channel events.
/// </summary>
internal sealed class CallIntake(
    CallTracker tracker, CallQueue queue, CallJournal journal, NumberPlanFile numbers, TimeProvider time)
{
    // Clocks of several threads and of a database differ a little; what is read twice changes nothing.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5), SaveEvery = TimeSpan.FromSeconds(5),
        TickEvery = TimeSpan.FromSeconds(10);

    // Longer than any outage that is caught up with.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(31);

    // At the very first start, so that calls under way are known; what is over by then is not touched.
    private static readonly TimeSpan FirstLook = TimeSpan.FromHours(4);

    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OpenStages _open = new();
    private DateTime _seen = journal.Position ?? DateTime.MinValue;
    private long _seenAt;
    // Calls of the last run that are read again because of others; what is read of them may not be all.
    private readonly HashSet<string> _ended = [];
    private bool _isFirst = journal.Position is null;
    private DateTime _saved = DateTime.MinValue;

    /// <summary>Where the channel events are kept; <c>null</c> when nowhere: calls in between are lost then.</summary>
    public ICelStore? Store { get; init; }

    /// <summary>Asks Asterisk for the uniqueids of its channels; <c>null</c> when it does not answer.</summary>
    public required Func<CancellationToken, Task<IReadOnlySet<string>?>> Channels { get; init; }

    /// <summary>The server's clock.</summary>
    public required Func<DateTime> Now { get; init; }

    /// <summary>From when on a file is followed: where the last run ended, at the very first from now on.</summary>
    public DateTime FollowFrom => _seen == DateTime.MinValue ? Now() : _seen - Overlap;

    /// <summary>Done when a first connection was made, and what happened before it is read.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The time of the last event.</summary>
    public DateTime LastEvent => _seen;

    /// <summary>Reads until there is no more, or it is stopped.</summary>
    public async Task RunAsync(ChannelReader<PbxEvent> events, CancellationToken stop)
    {
        _ended.UnionWith(journal.EndedSince(FollowFrom));
        journal.Trim(Now() - Kept);
        using var ticks = new PeriodicTimer(TickEvery, time);
        var tick = ticks.WaitForNextTickAsync(stop).AsTask();
        while (true)
        {
            while (events.TryRead(out var next))
                await (next is AmiConnected ? ConnectedAsync(stop) : TakeAsync(next, stop).AsTask());
            var more = events.WaitToReadAsync(stop).AsTask();
            if (await Task.WhenAny(more, tick) == tick)
            {
                await tick;
                await PostAsync(tracker.Tick(ServerNow), stop);
                tick = ticks.WaitForNextTickAsync(stop).AsTask();
            }
            else if (!await more)
                return;
        }
    }

    /// <summary>One event, live or from a file.</summary>
    public async ValueTask TakeAsync(PbxEvent next, CancellationToken token)
    {
        tracker.Numbers = numbers.Current;
        await PostAsync(tracker.Apply(next), token);
        if (next is CelRecord record)
            Save(record.Time);
    }

    /// <summary>To be called by who handles the queue, after each stage that was handled.</summary>
    public void Handled(StageReached stage)
    {
        journal.Add(stage);
        _open.Remove(stage);
    }

    private async ValueTask PostAsync(IReadOnlyList<StageReached> stages, CancellationToken token)
    {
        foreach (var stage in stages)
        {
            if (_ended.Contains(stage.CallId) || journal.Has(stage))
                continue;
            CallLogMessages.Reached(stage);
            _open.Add(stage);
            await queue.PostAsync(stage, token);
        }
    }

    private async Task ConnectedAsync(CancellationToken stop)
    {
        if (Store is null)
            CallLogMessages.NoStore();
        else
            await CatchUpAsync(Store, stop);
        // Calls whose end nobody wrote down: the connection was away, or Asterisk itself.
        if (tracker.Count > 0 && await Channels(stop) is { } alive)
            tracker.KeepOnly(alive, ServerNow);
        _caughtUp.TrySetResult();
    }

    private async Task CatchUpAsync(ICelStore source, CancellationToken stop)
    {
        var isFirst = _isFirst;
        var from = _seen == DateTime.MinValue ? Now() - FirstLook : _seen - Overlap;
        var pause = TimeSpan.FromSeconds(1);
        for (var tries = 0; tries < 5; tries++)
        {
            try
            {
                await ReadAsync(source, from, isFirst, stop);
                return;
            }
            catch (CelStoreException error) when (error.IsTransient)
            {
                CallLogMessages.CannotCatchUp(error, pause);
                await Task.Delay(pause, time, stop);
                pause *= 2;
            }
            catch (CelStoreException error)
            {
                CallLogMessages.CannotCatchUp(error);
                return;
            }
        }
        CallLogMessages.GaveUpCatchingUp(from, Now());
    }

    private async Task ReadAsync(ICelStore source, DateTime from, bool isFirst, CancellationToken stop)
    {
        CallLogMessages.CatchingUp(from);
        var records = 0L;
        await foreach (var record in source.ReadAsync(from, null, stop))
        {
            records++;
            if (isFirst)
            {
                tracker.Apply(record);
                Save(record.Time);
            }
            else
                await TakeAsync(record, stop);
        }
        _isFirst = false;
        CallLogMessages.CaughtUp(records, tracker.Count);
    }

    // By the records, whatever this machine's clock and time zone are.
    private DateTime ServerNow => _seen == DateTime.MinValue ? Now() : _seen + time.GetElapsedTime(_seenAt);

    // A call is read again from its beginning as long as anything of it is not handled.
    private void Save(DateTime at)
    {
        if (at > _seen)
            (_seen, _seenAt) = (at, time.GetTimestamp());
        if (_seen - _saved < SaveEvery)
            return;
        _saved = _seen;
        journal.Position = Earlier(Earlier(_seen, tracker.Earliest), _open.Earliest);
    }

    private static DateTime Earlier(DateTime one, DateTime? other) => other < one ? other.Value : one;
}
