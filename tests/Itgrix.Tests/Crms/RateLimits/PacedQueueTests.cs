using Itgrix.Runtime.Crms.RateLimits;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.RateLimits;

[TestClass]
public sealed class PacedQueueTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    private readonly ManualTime _time = new();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_pass_in_the_order_of_their_arrival()
    {
        using var queue = Full();
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 20).Select(number => PassAsync(number)).ToList();

        for (var passed = 1; passed <= 20; passed++)
        {
            _time.Advance(Half);
            await waiting[passed - 1];
            order.Should().HaveCount(passed, "only one has room every half second");
        }

        order.Should().BeInAscendingOrder();

        async Task PassAsync(int number)
        {
            await queue.EnterAsync(default);
            order.Add(number);
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_cancelled_request_makes_room_for_the_next()
    {
        using var queue = Full();
        using var cancelled = new CancellationTokenSource();
        var first = queue.EnterAsync(cancelled.Token);
        var second = queue.EnterAsync(default);

        await cancelled.CancelAsync();

        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        queue.Waiting.Should().Be(1);
        second.IsCompleted.Should().BeFalse();
        _time.Advance(Half);
        await second;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_new_request_does_not_overtake_queued_ones()
    {
        using var queue = Full();
        var early = queue.EnterAsync(default);
        _time.Advance(TimeSpan.FromSeconds(0.25));

        var late = queue.EnterAsync(default);
        _time.Advance(TimeSpan.FromSeconds(0.25));

        await early;
        late.IsCompleted.Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refusal_delays_queued_requests()
    {
        using var queue = Full();
        var waiting = queue.EnterAsync(default);

        queue.Refused().RetryAt.Should().Be(_time.GetUtcNow() + TimeSpan.FromSeconds(3));

        _time.Advance(Half);
        waiting.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(2.5));
        await waiting;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Disposing_the_queue_cancels_queued_requests()
    {
        var queue = Full();
        var waiting = queue.EnterAsync(default);

        queue.Dispose();

        await waiting.Invoking(task => task).Should().ThrowAsync<ObjectDisposedException>();
        await queue.Awaiting(one => one.EnterAsync(default)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private PacedQueue Full()
    {
        var queue = new PacedQueue(new LeakyBucket(2, 50), _time);
        for (var request = 0; request < 45; request++)
            queue.EnterAsync(default).IsCompletedSuccessfully.Should().BeTrue();
        return queue;
    }
}
