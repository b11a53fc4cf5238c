using System.Threading.Channels;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Tells the CRMs of calls: each call's stages in their order, calls side by side. What was taken is told, through
/// restarts and outages: a call that has to wait holds nothing but its place in the store.
/// </summary>
/// <param name="sides">The CRMs: what each is told, and how it is sent.</param>
/// <param name="parallel">Calls that go on at the same time, for each CRM: one that hangs holds up no other.</param>
internal sealed class CallOutbox(
    IOutboxStore store, IReadOnlyDictionary<Crm, CrmSide> sides, RetryDelays pauses, int parallel, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly InFlightStages _handed = new();
    private readonly CallEnds _ends = new(sides.Keys.ToList());
    private readonly Dictionary<CallKey, Lane> _lanes = [];
    private readonly Dictionary<Crm, Channel<CallKey>> _ready =
        sides.Keys.ToDictionary(crm => crm, _ => Channel.CreateUnbounded<CallKey>());
    private TaskCompletionSource? _idle;
    private bool _lookAgain;

    private enum Lane
    {
        Queued,
        Running,

        /// <summary>Something came for it while it ran.</summary>
        RunningAgain,
    }

    /// <summary>Gets each call whose end is logged, with what the CRMs got of it.</summary>
    public Action<CallStageEvent, string>? Ended { init => _ends.Logged = value; }

    /// <summary>How many calls go on, or are about to.</summary>
    public int Active
    {
        get
        {
            lock (_gate)
                return _lanes.Count;
        }
    }

    /// <summary>Takes a stage: when this returns, it will be told, whatever happens.</summary>
    /// <exception cref="StorageException">This stage cannot be kept, though the store works.</exception>
    public Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        if (stage.Stage == CallStage.CallEnded)
            _ends.Add(stage);
        return Task.WhenAll(sides.Keys.Select(crm => AddAsync(new CallKey(crm, stage.CallId), stage, token)));
    }

    /// <summary>Tells until it is stopped; what is being sent then is remembered as perhaps done.</summary>
    public async Task RunAsync(CancellationToken stop) => await await StartAsync(stop);

    /// <summary>
    /// Goes on with what the last run left, and begins to tell; the task inside ends when it is stopped.
    /// </summary>
    public async Task<Task> StartAsync(CancellationToken stop)
    {
        var open = await store.OpenAsync(stop);
        if (open.Count > 0)
            OutboxLogMessages.GoesOn(open.Count);
        WakeAll(open);
        return Task.WhenAll(_ready.Values.SelectMany(ready => Enumerable.Range(0, parallel)
            .Select(_ => Task.Run(() => WorkAsync(ready.Reader, stop), CancellationToken.None))));
    }

    /// <summary>Goes on with the calls whose time has come; to be called every now and then.</summary>
    public async Task WakeDueAsync(CancellationToken token)
    {
        try
        {
            WakeAll(await store.DueAsync(time.GetUtcNow(), token));
            if (!Interlocked.Exchange(ref _lookAgain, false))
                return;
            WakeAll(await store.OpenAsync(token));
        }
        catch (StorageException error)
        {
            _lookAgain = true;
            OutboxLogMessages.NotReadable(error);
        }
    }

    /// <summary>Done when no call can go on now.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
            return _lanes.Count == 0 ? Task.CompletedTask
                : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    // The disk and the first hooks have the same time.
    private async Task AddAsync(CallKey call, CallStageEvent stage, CancellationToken token)
    {
        var handed = new InFlightStage(stage, store.AddAsync(call, stage, token));
        _handed.Add(call, handed);
        Wake(call);
        try
        {
            await handed.Kept;
        }
        finally
        {
            _handed.Remove(call, handed);
        }
        if (!handed.IsClaimed)
            Wake(call);
    }

    private void WakeAll(IEnumerable<CallKey> calls)
    {
        // What was for a CRM that is not configured any more stays where it is.
        foreach (var call in calls.Where(call => sides.ContainsKey(call.Crm)))
            Wake(call);
    }

    private void Wake(CallKey call)
    {
        lock (_gate)
        {
            if (_lanes.TryAdd(call, Lane.Queued))
                _ready[call.Crm].Writer.TryWrite(call);
            else if (_lanes[call] == Lane.Running)
                _lanes[call] = Lane.RunningAgain;
        }
    }

    private async Task WorkAsync(ChannelReader<CallKey> ready, CancellationToken stop)
    {
        try
        {
            await foreach (var call in ready.ReadAllAsync(stop))
            {
                lock (_gate)
                    _lanes[call] = Lane.Running;
                await GoOnAsync(call, stop);
                Release(call);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private void Release(CallKey call)
    {
        lock (_gate)
        {
            if (_lanes[call] == Lane.RunningAgain)
            {
                _lanes[call] = Lane.Queued;
                _ready[call.Crm].Writer.TryWrite(call);
                return;
            }
            _lanes.Remove(call);
            if (_lanes.Count == 0)
                Interlocked.Exchange(ref _idle, null)?.SetResult();
        }
    }

    private async Task GoOnAsync(CallKey call, CancellationToken stop)
    {
        var handed = _handed.Of(call);
        try
        {
            var work = (await store.LoadAsync(call, stop)).With(handed.Select(one => one.Stage));
            foreach (var one in handed)
                one.IsClaimed = true;
            if (work.IsComplete)
                _ends.Known(call);
            await TellAsync(call, work, new(handed, store), stop);
        }
        catch (StorageException error)
        {
            _ends.Waits(call, "the outbox cannot be used");
            OutboxLogMessages.Stuck(call, error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Who handed a stage over gave up: whether it is kept, only the store knows.
            _lookAgain = true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, other calls go on, and this one is tried again when its next request is due.
            OutboxLogMessages.Stuck(call, error);
            _ends.Waits(call, "after an error that the log has");
        }
    }

    private async Task TellAsync(CallKey call, PendingCall work, AfterCommitSteps kept, CancellationToken stop)
    {
        var side = sides[call.Crm];
        var steps = new CallSteps(call, work.Steps, kept, side.TransportOf(call), pauses, time);
        var isWaiting = steps.IsWaiting;
        foreach (var stage in work.Stages)
        {
            isWaiting = isWaiting || !await TellAsync(side.Handler, call, stage, steps, stop);
            if (isWaiting)
                break;
            await kept.KeptAsync(stop);
            await store.MarkDeliveredAsync(call, stage, stop);
            if (stage.Stage == CallStage.CallEnded)
                _ends.Done(call, stage, side.Handler.OutcomeOf(steps));
        }
        if (isWaiting)
        {
            _ends.Waits(call, steps, side.Handler.RegisteredAs(steps));
            return;
        }
        await steps.SendRestAsync(stop);
    }

    // False: it goes on later.
    private static async Task<bool> TellAsync(
        ICallStageHandler handler, CallKey call, CallStageEvent stage, CallSteps steps, CancellationToken stop)
    {
        try
        {
            await handler.HandleStageAsync(stage, steps, stop);
            return true;
        }
        catch (CallWaitsException)
        {
            return false;
        }
        catch (CrmException error)
        {
            await steps.PauseAsync(error, stop);
            return false;
        }
        catch (Exception error) when (error is not (OperationCanceledException or StorageException))
        {
            OutboxLogMessages.Broke(call, stage.Stage.ToString(), error);
            steps.NotRegistered = "an error that the log has";
            return true;
        }
    }
}
