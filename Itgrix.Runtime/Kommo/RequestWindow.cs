namespace Itgrix.Runtime.Kommo;

/// <summary>Lets so many requests go in any span of time, first come, first served.</summary>
internal sealed class RequestWindow : IDisposable
{
    private readonly int _most;
    private readonly TimeSpan _span;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly Queue<DateTimeOffset> _gone = [];
    private readonly ITimer _timer;
    private DateTimeOffset _heldUntil;
    private bool _isOver;

    public RequestWindow(int most, TimeSpan span, TimeProvider time)
    {
        (_most, _span, _time) = (most, span, time);
        _timer = time.CreateTimer(_ => LetGo(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Ends when it is the caller's turn. Who gives up takes nobody's place.</summary>
    public async Task EnterAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            _waiting.AddLast(turn);
        }
        LetGo();
        await using var giveUp = token.Register(() => GiveUp(turn, token));
        await turn.Task;
    }

    /// <summary>Nobody goes for so long.</summary>
    public void Hold(TimeSpan pause)
    {
        lock (_gate)
        {
            var until = _time.GetUtcNow() + pause;
            if (until > _heldUntil)
                _heldUntil = until;
        }
    }

    /// <summary>Nobody waits for a turn that never comes.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isOver = true;
            foreach (var turn in _waiting)
                turn.TrySetException(new ObjectDisposedException(nameof(RequestWindow)));
            _waiting.Clear();
        }
    }

    private void GiveUp(TaskCompletionSource turn, CancellationToken token)
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
                if (_gone.Count == _most)
                    _gone.Dequeue();
                _gone.Enqueue(now);
                first.Value.TrySetResult();
            }
        }
    }

    private DateTimeOffset Next()
    {
        var free = _gone.Count < _most ? DateTimeOffset.MinValue : _gone.Peek() + _span;
        return free > _heldUntil ? free : _heldUntil;
    }
}
