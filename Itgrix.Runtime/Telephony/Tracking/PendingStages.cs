namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Stages on their way to the ledger, in the order of their arrival. Their number is bounded: a writer waits while
/// there is no room.
/// </summary>
internal sealed class PendingStages(PendingStageOptions options, ICallLedger ledger, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("calls");
    private static readonly TimeSpan WarnAgain = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallStageEvent> _stages = [];
    private readonly SemaphoreSlim _room = new(options.Capacity, options.Capacity);
    private TaskCompletionSource? _empty;
    private int _active;
    private long _handled, _broken, _late, _warned;
    private TimeSpan _max;

    public PendingStageFigures Figures
    {
        get
        {
            lock (_gate)
            {
                var calls = _stages.Values.Select(stage => stage.CallId).Distinct().Count();
                return new(_stages.Count, calls, _handled, _broken, _late, _max);
            }
        }
    }

    /// <summary>Start of the earliest call with a stage that is not stored.</summary>
    public DateTime? Earliest
    {
        get
        {
            lock (_gate)
                return _stages.Count == 0 ? null
                    : _stages.Values.Min(stage => stage.Call.Channel.StartTime ?? stage.Time);
        }
    }

    /// <summary>Returns when there was room; the stage is stored after that.</summary>
    public async ValueTask AddAsync(CallStageEvent stage, CancellationToken token)
    {
        await _room.WaitAsync(token);
        lock (_gate)
        {
            _stages[stage.Key] = stage;
            _active++;
        }
        _ = StoreAsync(stage, time.GetTimestamp());
    }

    /// <summary>Completes when no stage is being stored.</summary>
    public Task EmptyAsync()
    {
        lock (_gate)
            return _active == 0 ? Task.CompletedTask
                : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    // Not cancelled by a stop, which ends only the wait for a database that is down: such a stage stays, so that it is
    // read again from the channel events at the next start.
    private async Task StoreAsync(CallStageEvent stage, long began)
    {
        try
        {
            await ledger.AddAsync(stage, CancellationToken.None);
            Handled(stage, began, isBroken: false);
        }
        catch (OperationCanceledException)
        {
            CallLogMessages.NotStored(Log, stage.Key);
        }
        catch (Exception error)
        {
            CallLogMessages.Broke(Log, stage, error);
            Handled(stage, began, isBroken: true);
        }
        lock (_gate)
        {
            if (--_active == 0)
                Interlocked.Exchange(ref _empty, null)?.SetResult();
        }
        _room.Release();
    }

    private void Handled(CallStageEvent stage, long began, bool isBroken)
    {
        var waited = time.GetElapsedTime(began);
        lock (_gate)
        {
            _handled++;
            _broken += isBroken ? 1 : 0;
            _max = waited > _max ? waited : _max;
            if (waited > options.Late)
                Late(waited);
            _stages.Remove(stage.Key);
        }
    }

    private void Late(TimeSpan waited)
    {
        _late++;
        if (_warned != 0 && time.GetElapsedTime(_warned) < WarnAgain)
            return;
        _warned = time.GetTimestamp();
        CallLogMessages.Late(Log, _stages.Count, waited);
    }
}
