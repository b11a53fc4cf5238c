namespace Itgrix.Runtime.Crms.RateLimits;

/// <summary>Delays requests to the rate that a CRM allows, first come, first served.</summary>
internal sealed class PacedQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RateLimit _limit;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly LinkedList<TaskCompletionSource<IDisposable>> _waiting = [];
    private long _turns;
    private bool _isDisposed;

    /// <param name="limit">The rate; it is called under a lock.</param>
    /// <param name="time">The clock.</param>
    public PacedQueue(RateLimit limit, TimeProvider time)
    {
        (_limit, _time, _start) = (limit, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => LetPass(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called with the delay when a request is the first that has to wait.</summary>
    public Action<TimeSpan>? Waits { get; init; }

    /// <summary>The number of queued requests.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <inheritdoc cref="RateLimit.LevelAt"/>
    public (double Level, double Most)? Level
    {
        get
        {
            lock (_gate)
                return _limit.LevelAt(Now);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Completes when a request may be sent. A caller that cancels takes no room.</summary>
    /// <returns>To be disposed of when the request is over.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<IDisposable>> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_waiting.Count == 0 && TryTake() is { } turn)
                return turn;
            place = _waiting.AddLast(
                new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using (token.UnsafeRegister(_ => Leave(place, token), null))
            return await place.Value.Task;
    }

    /// <summary>Records that the CRM refused a request because there were too many.</summary>
    /// <param name="retryAfter">The delay that the CRM wants; <c>null</c> when it wants none.</param>
    /// <returns>
    /// When a new request may be sent, without those that are queued, and whether requests were not delayed before.
    /// </returns>
    public (DateTimeOffset RetryAt, bool IsNew) Refused(TimeSpan? retryAfter = null)
    {
        lock (_gate)
        {
            var (delay, isNew) = _limit.Refused(Now, retryAfter);
            return (_time.GetUtcNow() + delay, isNew);
        }
    }

    /// <summary>Records that the CRM did not refuse a request.</summary>
    public void Accepted()
    {
        lock (_gate)
            _limit.Accepted(Now);
    }

    /// <summary>Fails the queued requests.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var place in _waiting)
                place.TrySetException(new ObjectDisposedException(nameof(PacedQueue)));
            _waiting.Clear();
        }
    }

    private void LetPass()
    {
        lock (_gate)
        {
            while (_waiting.First is { } first && TryTake() is { } turn)
            {
                _waiting.RemoveFirst();
                first.Value.TrySetResult(turn);
            }
        }
    }

    // Takes room when there is some, else starts the timer for the next attempt.
    private Turn? TryTake()
    {
        var wait = _limit.Take(Now, _turns + 1);
        if (wait == TimeSpan.Zero)
            return new(this, ++_turns);
        if (_waiting.Count == 0)
            Waits?.Invoke(wait);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        return null;
    }

    private void Leave(LinkedListNode<TaskCompletionSource<IDisposable>> place, CancellationToken token)
    {
        lock (_gate)
        {
            if (place.List is not null)
                _waiting.Remove(place);
        }
        place.Value.TrySetCanceled(token);
    }

    private void Ended(long turn)
    {
        lock (_gate)
            _limit.Ended(Now, turn);
        LetPass();
    }

    private sealed class Turn(PacedQueue queue, long number) : IDisposable
    {
        public void Dispose() => queue.Ended(number);
    }
}
