namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Limits the requests that reach the CRM in any time window, first come, first served. When a request reached it is
/// known only after its response: until then it occupies its place.
/// </summary>
internal sealed class SlidingWindowLimiter : IDisposable
{
    private readonly int _max;
    private readonly TimeSpan _span;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    // A request without a response for so long has reached the CRM by now, or never will.
    private static readonly TimeSpan MaxWay = TimeSpan.FromSeconds(5);

    private readonly LinkedList<TaskCompletionSource<Turn>> _waiting = [];
    private readonly List<Turn> _gone = [];
    private readonly ITimer _timer;
    private DateTimeOffset _heldUntil;
    private bool _isOver;

    public SlidingWindowLimiter(int max, TimeSpan span, TimeProvider time)
    {
        (_max, _span, _time) = (max, span, time);
        _timer = time.CreateTimer(_ => LetGo(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of queued requests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Completes when it is the caller's turn. A caller that cancels takes no place.</summary>
    /// <returns>To be disposed of after the response.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            _waiting.AddLast(turn);
        }
        LetGo();
        await using var giveUp = token.Register(() => GiveUp(turn, token));
        return await turn.Task;
    }

    /// <summary>Delays all requests.</summary>
    public void Hold(TimeSpan delay)
    {
        lock (_gate)
        {
            var until = _time.GetUtcNow() + delay;
            if (until > _heldUntil)
                _heldUntil = until;
        }
    }

    /// <summary>Cancels the queued requests.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isOver = true;
            foreach (var turn in _waiting)
                turn.TrySetException(new ObjectDisposedException(nameof(SlidingWindowLimiter)));
            _waiting.Clear();
        }
    }

    private void GiveUp(TaskCompletionSource<Turn> turn, CancellationToken token)
    {
        lock (_gate)
            _waiting.Remove(turn);
        turn.TrySetCanceled(token);
    }

    private void LetGo()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_waiting.First is { } first)
            {
                if (Next() is var next && next > now)
                {
                    _timer.Change(next - now, Timeout.InfiniteTimeSpan);
                    return;
                }
                _waiting.RemoveFirst();
                if (_gone.Count == _max)
                    _gone.Remove(_gone.MinBy(turn => turn.Reached)!);
                _gone.Add(new(this, now + MaxWay));
                first.Value.TrySetResult(_gone[^1]);
            }
        }
    }

    private DateTimeOffset Next()
    {
        var free = _gone.Count < _max ? DateTimeOffset.MinValue : _gone.Min(turn => turn.Reached) + _span;
        return free > _heldUntil ? free : _heldUntil;
    }

    private void Answered(Turn turn)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (now < turn.Reached)
                turn.Reached = now;
        }
        LetGo();
    }

    private sealed class Turn(SlidingWindowLimiter window, DateTimeOffset reached) : IDisposable
    {
        /// <summary>The latest time at which the request reached the CRM.</summary>
        public DateTimeOffset Reached { get; set; } = reached;

        public void Dispose() => window.Answered(this);
    }
}
