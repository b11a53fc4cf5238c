
namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Limits requests to the rate of Bitrix24, first come, first served.</summary>
internal sealed class LeakyBucketLimiter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LeakyBucket _bucket;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private bool _isDisposed;

    public LeakyBucketLimiter(LeakyBucket bucket, TimeProvider time)
    {
        (_bucket, _time, _start) = (bucket, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => LetPass(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

    /// <summary>The level and the capacity of Bitrix24's request counter.</summary>
    public (double Level, double Most) Bucket
    {
        get
        {
            lock (_gate)
                return _bucket.Look(Now);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Completes when a request may be sent.</summary>
    public async Task WaitAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_waiting.Count == 0 && IsFree())
                return;
            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using (token.UnsafeRegister(_ => Leave(place, token), null))
            await place.Value.Task;
    }

    /// <summary>Marks the limit as exceeded, as Bitrix24 said.</summary>
    /// <returns>When a new request may be sent, without those that are queued.</returns>
    public DateTimeOffset Refused()
    {
        lock (_gate)
            return _time.GetUtcNow() + _bucket.Fill(Now);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var place in _waiting)
                place.TrySetException(new ObjectDisposedException(nameof(LeakyBucketLimiter)));
            _waiting.Clear();
        }
    }

    private void LetPass()
    {
        lock (_gate)
        {
            while (_waiting.First is { } first && IsFree())
            {
                _waiting.RemoveFirst();
                first.Value.TrySetResult();
            }
        }
    }

    // Takes room when there is some, else starts the timer for the next attempt.
    private bool IsFree()
    {
        var wait = _bucket.Take(Now);
        if (wait == TimeSpan.Zero)
            return true;
        if (_waiting.Count == 0)
            Bitrix24LogMessages.Waits(wait);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        return false;
    }

    private void Leave(LinkedListNode<TaskCompletionSource> place, CancellationToken token)
    {
        lock (_gate)
        {
            if (place.List is not null)
                _waiting.Remove(place);
        }
        place.Value.TrySetCanceled(token);
    }
}
