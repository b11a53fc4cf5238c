using System.Collections.Concurrent;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class CallQueueTests
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly ManualTime _time = new();

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    public async Task Under_load_each_call_keeps_its_order_and_no_two_stages_of_one_run_at_once()
    {
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var busy = new ConcurrentDictionary<string, bool>();
        var overlaps = 0;
        var queue = Queue(8, 100, async (stage, _) =>
        {
            if (!busy.TryAdd(stage.CallId, true))
                Interlocked.Increment(ref overlaps);
            await Task.Yield();
            seen.GetOrAdd(stage.CallId, _ => []).Enqueue(int.Parse(stage.ConversationId));
            busy.TryRemove(stage.CallId, out bool _);
        });
        var running = queue.RunAsync(_limit.Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, 50), _limit.Token, async (call, token) =>
        {
            for (var i = 0; i < 200; i++)
                await queue.PostAsync(SomeStage.Of($"c{call}", $"{i}"), token);
        });
        queue.Complete();
        await running.WaitAsync(_limit.Token);

        overlaps.Should().Be(0);
        seen.Should().HaveCount(50);
        seen.Values.Should().AllSatisfy(order => order.Should().Equal(Enumerable.Range(0, 200)));
        queue.Figures.Should().Match<CallQueueFigures>(
            figures => figures.Handled == 10_000 && figures.Waiting == 0 && figures.Calls == 0);
    }

    [TestMethod]
    public async Task A_call_that_takes_long_keeps_no_other_waiting()
    {
        var release = new TaskCompletionSource();
        var others = new CountdownEvent(10);
        var queue = Queue(2, 100, async (stage, _) =>
        {
            if (stage.CallId == "slow")
                await release.Task;
            else
                others.Signal();
        });
        var running = queue.RunAsync(_limit.Token);

        await queue.PostAsync(SomeStage.Of("slow"), _limit.Token);
        await queue.PostAsync(SomeStage.Of("slow", "2"), _limit.Token);
        for (var i = 0; i < 10; i++)
            await queue.PostAsync(SomeStage.Of($"c{i}"), _limit.Token);

        others.Wait(_limit.Token);
        release.SetResult();
        queue.Complete();
        await running.WaitAsync(_limit.Token);
    }

    [TestMethod]
    public async Task A_writer_into_a_full_queue_waits_until_there_is_room()
    {
        var queue = Queue(1, 3, (_, _) => Task.CompletedTask);
        for (var i = 0; i < 3; i++)
            await queue.PostAsync(SomeStage.Of($"c{i}"), _limit.Token);

        var more = queue.PostAsync(SomeStage.Of("more"), _limit.Token).AsTask();

        more.IsCompleted.Should().BeFalse();
        queue.Figures.Waiting.Should().Be(3);
        var running = queue.RunAsync(_limit.Token);
        await more.WaitAsync(_limit.Token);
        queue.Complete();
        await running.WaitAsync(_limit.Token);
        queue.Figures.Handled.Should().Be(4);
    }

    [TestMethod]
    public async Task A_wait_for_room_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var queue = Queue(1, 1, (_, _) => Task.CompletedTask);
        await queue.PostAsync(SomeStage.Of("c1"), stop.Token);

        var more = queue.PostAsync(SomeStage.Of("c2"), stop.Token).AsTask();
        await stop.CancelAsync();

        await more.Invoking(task => task.WaitAsync(_limit.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task After_a_failed_stage_the_call_goes_on(bool asCancelled)
    {
        using var log = new RecordedLog();
        var handled = new List<string>();
        var queue = Queue(1, 10, (stage, _) =>
        {
            handled.Add(stage.ConversationId);
            return stage.ConversationId != "1" ? Task.CompletedTask
                : throw (asCancelled ? new TaskCanceledException() : new InvalidOperationException("no such thing"));
        });

        await queue.PostAsync(SomeStage.Of("c1", "1"), _limit.Token);
        await queue.PostAsync(SomeStage.Of("c1", "2"), _limit.Token);
        queue.Complete();
        await queue.RunAsync(_limit.Token).WaitAsync(_limit.Token);

        handled.Should().Equal("1", "2");
        queue.Figures.Should().Match<CallQueueFigures>(figures => figures.Handled == 2 && figures.Broken == 1);
        log.Lines.Should().ContainSingle(line => line.Contains("failed; the call goes on"))
            .Which.Should().Contain("c1");
    }

    [TestMethod]
    public async Task Stages_that_waited_too_long_are_counted_and_warned_of_now_and_then()
    {
        using var log = new RecordedLog();
        var queue = Queue(1, 10, (_, _) => Task.CompletedTask);
        await queue.PostAsync(SomeStage.Of("c1"), _limit.Token);
        await queue.PostAsync(SomeStage.Of("c2"), _limit.Token);
        _time.Advance(TimeSpan.FromSeconds(3));
        await queue.PostAsync(SomeStage.Of("c3"), _limit.Token);
        queue.Complete();

        await queue.RunAsync(_limit.Token).WaitAsync(_limit.Token);

        queue.Figures.Should().Be(new CallQueueFigures(0, 0, 3, 0, 2, TimeSpan.FromSeconds(3)));
        log.Lines.Should().ContainSingle(line => line.Contains("waited 3.0 s"));
    }

    [TestMethod]
    public async Task A_stop_lets_what_is_being_handled_finish_and_begins_nothing_new()
    {
        using var stop = new CancellationTokenSource();
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var handled = new ConcurrentQueue<string>();
        var queue = Queue(1, 10, async (stage, token) =>
        {
            begun.TrySetResult();
            await release.Task.WaitAsync(token);
            handled.Enqueue(stage.ConversationId);
        });
        await queue.PostAsync(SomeStage.Of("c1", "1"), _limit.Token);
        await queue.PostAsync(SomeStage.Of("c1", "2"), _limit.Token);
        var running = queue.RunAsync(stop.Token);
        await begun.Task.WaitAsync(_limit.Token);

        await stop.CancelAsync();
        running.IsCompleted.Should().BeFalse();
        release.SetResult();
        await running.WaitAsync(_limit.Token);

        handled.Should().Equal("1");
    }

    private CallQueue Queue(int parallel, int capacity, Func<CallStageEvent, CancellationToken, Task> handle) =>
        new(new() { Parallel = parallel, Capacity = capacity }, handle, _time);
}
