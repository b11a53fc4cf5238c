using System.Threading.Channels;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Runs the handling of stages: those of one call in order, calls in parallel. The queue is bounded: a writer
/// waits while it is full.
/// </summary>
/// <param name="handle">Handles one stage; when it fails, the call goes on with its next.</param>
internal sealed class CallQueue(
    CallQueueOptions options, Func<CallStageEvent, CancellationToken, Task> handle, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("calls");
    private static readonly TimeSpan WarnAgain = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Channel<Lane> _ready = Channel.CreateUnbounded<Lane>();
    private readonly SemaphoreSlim _room = new(options.Capacity, options.Capacity);
    private long _handled, _broken, _late;
    private TimeSpan _max;
    private long _warned;
    private bool _isComplete;

    public CallQueueFigures Figures
    {
        get
        {
            lock (_gate)
                return new(options.Capacity - _room.CurrentCount, _lanes.Count, _handled, _broken, _late, _max);
        }
    }

    public async ValueTask PostAsync(CallStageEvent stage, CancellationToken token)
    {
        await _room.WaitAsync(token);
        lock (_gate)
        {
            if (_lanes.TryGetValue(stage.CallId, out var lane))
            {
                lane.Waiting.Enqueue((stage, time.GetTimestamp()));
                return;
            }
            _lanes[stage.CallId] = lane = new(stage.CallId);
            lane.Waiting.Enqueue((stage, time.GetTimestamp()));
            _ready.Writer.TryWrite(lane);
        }
    }

    /// <summary>No more stages come: <see cref="RunAsync"/> ends when all are handled.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            CloseIfEmpty();
        }
    }

    /// <summary>Handles stages until it is completed and empty, or stopped; stages in progress are finished.</summary>
    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, options.Parallel)
            .Select(_ => Task.Run(() => Work(stop), CancellationToken.None)));

    private async Task Work(CancellationToken stop)
    {
        try
        {
            await foreach (var lane in _ready.Reader.ReadAllAsync(stop))
            {
                stop.ThrowIfCancellationRequested();
                await Handle(lane, stop);
                Next(lane);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: waiting stages are read again from the channel events at the next start.
        }
    }

    // Not cancelled by a stop: what was delivered to a CRM would be delivered again after the restart. A wait for a
    // database that is unavailable ends then.
    private async Task Handle(Lane lane, CancellationToken stop)
    {
        CallStageEvent stage;
        lock (_gate)
        {
            (stage, var posted) = lane.Waiting.Peek();
            Waited(time.GetElapsedTime(posted));
        }
        try
        {
            await handle(stage, CancellationToken.None);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _broken);
            CallLogMessages.Broke(Log, stage, error);
        }
    }

    // One stage per turn, so that a call with many does not delay others.
    private void Next(Lane lane)
    {
        lock (_gate)
        {
            _handled++;
            lane.Waiting.Dequeue();
            if (lane.Waiting.Count > 0)
                _ready.Writer.TryWrite(lane);
            else
                _lanes.Remove(lane.CallId);
            CloseIfEmpty();
        }
        _room.Release();
    }

    private void CloseIfEmpty()
    {
        if (_isComplete && _lanes.Count == 0)
            _ready.Writer.TryComplete();
    }

    private void Waited(TimeSpan waited)
    {
        _max = waited > _max ? waited : _max;
        if (waited <= options.Late)
            return;
        _late++;
        if (_warned != 0 && time.GetElapsedTime(_warned) < WarnAgain)
            return;
        _warned = time.GetTimestamp();
        CallLogMessages.Late(Log, options.Capacity - _room.CurrentCount, waited);
    }

    private sealed record Lane(string CallId)
    {
        public Queue<(CallStageEvent Stage, long Posted)> Waiting { get; } = new(1);
    }
}
