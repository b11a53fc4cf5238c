using System.Threading.Channels;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Delivers calls to the CRMs: the stages of one call in order, calls in parallel. A stage that was accepted is
/// delivered through restarts and outages; a call that has to wait occupies only its place in the store.
/// </summary>
/// <param name="sides">The CRMs: what each gets, and how it is sent.</param>
/// <param name="parallel">The maximum of calls in progress for each CRM: a call that hangs delays no other.</param>
internal sealed class CallOutbox(
    IOutboxStore store, IReadOnlyDictionary<AccountId, CrmSide> sides, RetryDelays delays, int parallel,
    TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("outbox");
    private readonly Lock _gate = new();
    private readonly InFlightStages _inFlight = new();
    private readonly CallEnds _ends = new(sides.Keys.ToList());
    private readonly Dictionary<CallKey, Lane> _lanes = [];
    private readonly Dictionary<AccountId, Channel<CallKey>> _ready =
        sides.Keys.ToDictionary(crm => crm, _ => Channel.CreateUnbounded<CallKey>());
    private TaskCompletionSource? _idle;
    private bool _lookAgain;

    private enum Lane
    {
        Queued,
        Running,

        /// <summary>Another stage arrived while the call was in progress.</summary>
        RunningAgain,
    }

    /// <summary>Receives each call end that is logged, with the outcome for the CRMs.</summary>
    public Action<CallStageEvent, string>? Ended { init => _ends.Logged = value; }

    /// <summary>The number of calls that are in progress or queued.</summary>
    public int Active
    {
        get
        {
            lock (_gate)
                return _lanes.Count;
        }
    }

    /// <summary>Accepts a stage: when this returns, the stage is delivered eventually, whatever happens.</summary>
    /// <exception cref="StorageException">This stage cannot be stored, though the store works.</exception>
    public Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        if (stage.Stage == CallStage.CallEnded)
            _ends.Add(stage);
        // The write to the disk and the first hooks run in parallel.
        var kept = store.AddAsync(stage, _ends.Accounts, token);
        return Task.WhenAll([kept, .. _ends.Accounts
            .Select(crm => AddAsync(new CallKey(crm, stage.CallId), new InFlightStage(stage, kept)))]);
    }

    /// <summary>Delivers until it is stopped; a request in flight at that moment is stored as possibly done.</summary>
    public async Task RunAsync(CancellationToken stop) => await await StartAsync(stop);

    /// <summary>
    /// Continues what the last run left and starts delivery; the inner task ends when delivery is stopped.
    /// </summary>
    public async Task<Task> StartAsync(CancellationToken stop)
    {
        var open = await store.OpenAsync(stop);
        if (open.Count > 0)
            OutboxLogMessages.Resumed(Log, open.Count);
        WakeAll(open);
        return Task.WhenAll(_ready.Values.SelectMany(ready => Enumerable.Range(0, parallel)
            .Select(_ => Task.Run(() => WorkAsync(ready.Reader, stop), CancellationToken.None))));
    }

    /// <summary>Continues the calls that are due; to be called periodically.</summary>
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
            OutboxLogMessages.NotReadable(Log, error);
        }
    }

    /// <summary>Completes when no call can continue now.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
            return _lanes.Count == 0 ? Task.CompletedTask
                : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private async Task AddAsync(CallKey call, InFlightStage added)
    {
        _inFlight.Add(call, added);
        Wake(call);
        try
        {
            await added.Kept;
        }
        finally
        {
            _inFlight.Remove(call, added);
        }
        if (!added.IsClaimed)
            Wake(call);
    }

    private void WakeAll(IEnumerable<CallKey> calls)
    {
        // Calls for a CRM that is no longer configured stay in the store.
        foreach (var call in calls.Where(call => sides.ContainsKey(call.Account)))
            Wake(call);
    }

    private void Wake(CallKey call)
    {
        lock (_gate)
        {
            if (_lanes.TryAdd(call, Lane.Queued))
                _ready[call.Account].Writer.TryWrite(call);
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
                await ContinueAsync(call, stop);
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
                _ready[call.Account].Writer.TryWrite(call);
                return;
            }
            _lanes.Remove(call);
            if (_lanes.Count == 0)
                Interlocked.Exchange(ref _idle, null)?.SetResult();
        }
    }

    private async Task ContinueAsync(CallKey call, CancellationToken stop)
    {
        var inFlight = _inFlight.Of(call);
        try
        {
            var work = (await store.LoadAsync(call, stop)).With(inFlight.Select(one => one.Stage));
            foreach (var one in inFlight)
                one.IsClaimed = true;
            if (work.IsComplete)
                _ends.Known(call);
            await DeliverAsync(call, work, new(inFlight, store), stop);
        }
        catch (StorageException error)
        {
            _ends.Waits(call, "the outbox cannot be used");
            OutboxLogMessages.Stuck(Log, call, error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The caller that added a stage gave up: only the store knows whether it is stored.
            _lookAgain = true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever the error is, other calls continue, and this one is retried when its next request is due.
            OutboxLogMessages.Stuck(Log, call, error);
            _ends.Waits(call, "after an error, see the log");
        }
    }

    private async Task DeliverAsync(CallKey call, PendingCall work, AfterCommitSteps kept, CancellationToken stop)
    {
        var side = sides[call.Account];
        var steps = new CallSteps(call, work.Steps, kept, side.TransportOf(call), delays, time);
        await steps.ResumeAsync(stop);
        var isWaiting = steps.IsPostponed;
        foreach (var stage in work.Stages)
        {
            isWaiting = isWaiting || !await DeliverAsync(side.Handler, call, stage, steps, stop);
            if (isWaiting)
                break;
            await kept.KeptAsync(stop);
            await store.MarkDeliveredAsync(call, stage, stop);
            if (stage.Stage == CallStage.CallEnded)
                _ends.Done(call, stage, side.Handler.OutcomeOf(steps));
        }
        if (isWaiting)
        {
            // What an optional step left behind must not wait for the others.
            if (!steps.IsPostponed)
                await steps.SendRestAsync(isOver: false, stop);
            _ends.Waits(call, steps, side.Handler.RegisteredAs(steps));
            return;
        }
        await steps.SendRestAsync(isOver: true, stop);
    }

    // False: the call continues later.
    private static async Task<bool> DeliverAsync(
        ICallStageHandler handler, CallKey call, CallStageEvent stage, CallSteps steps, CancellationToken stop)
    {
        try
        {
            return !(await handler.HandleStageAsync(stage, steps, stop)).IsDeferred;
        }
        catch (CrmException error)
        {
            await steps.PostponeAsync(error, stop);
            return false;
        }
        catch (Exception error) when (error is not (OperationCanceledException or StorageException))
        {
            OutboxLogMessages.StageFailed(Log, call, stage.Stage.ToString(), error);
            steps.NotRegistered = "an error, see the log";
            return true;
        }
    }
}
