
namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Lets requests pass as fast as Bitrix24 takes them, in the order they came.</summary>
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

    /// <summary>How many requests wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>How full Bitrix24's count of our requests is, and how much it takes.</summary>
    public (double Level, double Most) Bucket
    {
        get
        {
            lock (_gate)
                return _bucket.Look(Now);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Ends when a request may be sent.</summary>
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

    /// <summary>Bitrix24 said that it is too much.</summary>
    /// <returns>When the next request may be sent, apart from those that wait already.</returns>
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

    // Takes the room when there is some, else sees to it that somebody comes back.
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
