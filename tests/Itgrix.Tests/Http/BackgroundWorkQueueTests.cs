using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class BackgroundWorkQueueTests
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualTime _time = new();

    [TestCleanup]
    public void Clean() => _stop.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Background_work_that_fails_is_logged_and_the_next_runs()
    {
        using var log = new RecordedLog();
        var backlog = new BackgroundWorkQueue(_time, capacity: 10, parallel: 1);
        var done = new TaskCompletionSource();
        backlog.TryAdd(_ => throw new InvalidOperationException("broken")).Should().BeTrue();
        backlog.TryAdd(_ =>
        {
            done.SetResult();
            return Task.CompletedTask;
        }).Should().BeTrue();

        var running = backlog.RunAsync(_stop.Token);
        await done.Task;

        await _stop.CancelAsync();
        await running;
        log.Lines.Should().ContainSingle(line => line.Contains("broken"));
        backlog.TryAdd(_ => Task.CompletedTask).Should().BeFalse("it is stopped");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Background_work_that_outlasts_the_shutdown_timeout_is_cancelled()
    {
        using var log = new RecordedLog();
        var backlog = new BackgroundWorkQueue(_time, capacity: 10, parallel: 1);
        var begun = new TaskCompletionSource();
        backlog.TryAdd(token =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var running = backlog.RunAsync(_stop.Token);
        await begun.Task;

        await _stop.CancelAsync();
        running.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));

        await running;
        log.Lines.Should().ContainSingle(line => line.Contains("not finished before the service stopped"));
    }
}
