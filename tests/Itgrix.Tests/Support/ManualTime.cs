namespace Itgrix.Tests.Support;

/// <summary>A clock that the test sets; its timers run when it does.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Seen)> _waiting = [];
    private DateTimeOffset _now = new(2024, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock, and runs due timers.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = _timers.FindAll(timer => timer.At <= _now);
            foreach (var timer in due)
                Set(timer, timer.Period, timer.Period);
        }
        foreach (var timer in due)
            timer.Run();
    }

    /// <summary>Completes once a timer of this delay is pending.</summary>
    public Task WaitForTimer(TimeSpan due, CancellationToken token)
    {
        lock (_gate)
        {
            if (_timers.Exists(timer => timer.Due == due))
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, seen));
            return seen.Task.WaitAsync(token);
        }
    }

    private void Set(ManualTimer timer, TimeSpan due, TimeSpan period)
    {
        _timers.Remove(timer);
        if (due < TimeSpan.Zero)
            return;
        (timer.Due, timer.Period, timer.At) = (due, period, _now + due);
        _timers.Add(timer);
        foreach (var one in _waiting.FindAll(one => one.Due == due))
            one.Seen.TrySetResult();
        _waiting.RemoveAll(one => one.Due == due);
    }

    private sealed class ManualTimer(ManualTime time, Action run) : ITimer
    {
        public TimeSpan Due, Period;
        public DateTimeOffset At;

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
                time.Set(this, dueTime, period <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
