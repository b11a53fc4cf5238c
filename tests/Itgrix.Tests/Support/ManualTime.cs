using Microsoft.Extensions.Time.Testing;

namespace Itgrix.Tests.Support;

/// <summary>The framework's fake clock that also announces which timers are pending.</summary>
internal sealed class ManualTime() : FakeTimeProvider(new(2024, 11, 21, 10, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly HashSet<PendingTimer> _pending = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Seen)> _waiting = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PendingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes once a timer of this delay is pending.</summary>
    public Task WaitForTimer(TimeSpan due, CancellationToken token)
    {
        lock (_gate)
        {
            if (_pending.Any(timer => timer.Due == due))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, seen));
            return seen.Task.WaitAsync(token);
        }
    }

    private ITimer CreateStopped(TimerCallback callback) =>
        base.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void Set(PendingTimer timer, TimeSpan due)
    {
        timer.Due = due;
        _pending.Remove(timer);
        if (due <= TimeSpan.Zero)
            return;
        _pending.Add(timer);
        foreach (var one in _waiting.FindAll(one => one.Due == due))
            one.Seen.TrySetResult();
        _waiting.RemoveAll(one => one.Due == due);
    }

    private sealed class PendingTimer : ITimer
    {
        private readonly ManualTime _time;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public PendingTimer(ManualTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _timer = time.CreateStopped(_ =>
            {
                lock (time._gate)
                    time.Set(this, _period);
                callback(state);
            });
        }

        public TimeSpan Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            // Its callback runs within this call: outside the lock.
            if (dueTime == TimeSpan.Zero)
                return _timer.Change(dueTime, period);
            lock (_time._gate)
            {
                var isChanged = _timer.Change(dueTime, period);
                _time.Set(this, dueTime);
                return isChanged;
            }
        }

        public void Dispose()
        {
            _timer.Dispose();
            lock (_time._gate)
                _time.Set(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
