using Itgrix.Runtime.Crms.RateLimits;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.RateLimits;

[TestClass]
public sealed class SlidingWindowTests
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1.1);

    private readonly ManualTime _time = new();
    private readonly PacedQueue _window;

    public SlidingWindowTests() => _window = new(Window(), _time);

    [TestCleanup]
    public void Clean() => _window.Dispose();

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds)]
    public async Task No_window_of_a_second_contains_more_requests_than_allowed()
    {
        const int allowed = 7, requests = 100;
        var maxStep = TimeSpan.FromMilliseconds(200);
        var gone = new List<DateTimeOffset>();
        var all = Enumerable.Range(0, requests).Select(_ => Go(gone)).ToList();

        var random = new Random(3);
        while (all.Exists(one => !one.IsCompleted))
        {
            await Settled(all);
            _time.Advance(maxStep * random.NextDouble());
        }

        gone.Should().HaveCount(requests);
        gone.Sort();
        for (var index = allowed; index < gone.Count; index++)
            (gone[index] - gone[index - allowed]).Should().BeGreaterThanOrEqualTo(Span)
                .And.BeLessThanOrEqualTo(Span + maxStep, "the limit is used");
    }

    [TestMethod]
    public void Requests_are_served_in_the_order_of_their_arrival()
    {
        var all = Enumerable.Range(0, 20).Select(_ => EnterAsync(default)).ToList();

        Done(all, 7).Should().Equal(Enumerable.Range(0, 7));
        _time.Advance(Span);
        Done(all, 14).Should().Equal(Enumerable.Range(0, 14));
    }

    [TestMethod]
    public async Task A_cancelled_request_takes_no_place()
    {
        var first = Enumerable.Range(0, 7).Select(_ => EnterAsync(default)).ToList();
        using var stop = new CancellationTokenSource();
        var impatient = Enumerable.Range(0, 50).Select(_ => EnterAsync(stop.Token)).ToList();
        var last = EnterAsync(default);

        await stop.CancelAsync();
        _time.Advance(Span);

        Done(first, 7).Should().HaveCount(7);
        Eventually.True(() => impatient.TrueForAll(one => one.IsCanceled), "a cancelled caller leaves the queue");
        Eventually.True(() => last.IsCompletedSuccessfully, "the next one goes");
        _window.Waiting.Should().Be(0);
    }

    [TestMethod]
    public void No_request_passes_while_the_limiter_is_held()
    {
        _window.Refused(TimeSpan.FromSeconds(30));
        var one = EnterAsync(default);

        _time.Advance(TimeSpan.FromSeconds(29));
        one.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));
        Eventually.True(() => one.IsCompletedSuccessfully, "it is held no longer");
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds)]
    public async Task Disposing_the_window_limiter_cancels_queued_requests()
    {
        var all = Enumerable.Range(0, 8).Select(_ => EnterAsync(default)).ToList();

        _window.Dispose();

        await FluentActions.Awaiting(() => all[7]).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => EnterAsync(default)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task A_place_is_free_one_window_after_the_answer()
    {
        var turns = new List<IDisposable>();
        for (var turn = 0; turn < 7; turn++)
            turns.Add(await _window.EnterAsync(default));
        var (next, another) = (EnterAsync(default), EnterAsync(default));

        _time.Advance(TimeSpan.FromSeconds(3));
        turns[4].Dispose();
        _time.Advance(Span - TimeSpan.FromSeconds(0.1));
        next.IsCompleted.Should().BeFalse("it may have reached the CRM only now");
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Done([next, another], 1).Should().Equal(0);
        _time.Advance(TimeSpan.FromSeconds(3));
        Done([next, another], 2).Should().Equal([0, 1], "a request without an answer does not take a place for ever");
    }

    [TestMethod]
    public void Each_refusal_doubles_the_delay_up_to_a_maximum()
    {
        var window = Window();
        var now = TimeSpan.Zero;

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            window.Refused(now, null).Should().Be((TimeSpan.FromSeconds(seconds), true));
            now += TimeSpan.FromSeconds(seconds);
        }
    }

    [TestMethod]
    public void Refusals_during_a_delay_do_not_prolong_it()
    {
        var window = Window();
        window.Refused(TimeSpan.Zero, TimeSpan.FromSeconds(10));

        var again = window.Refused(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));

        again.Should().Be((TimeSpan.FromSeconds(6), false));
    }

    [TestMethod]
    public void Only_a_response_after_the_delay_ends_the_doubling()
    {
        var window = Window();
        window.Refused(TimeSpan.Zero, null);
        window.Accepted(TimeSpan.FromSeconds(0.5));
        window.Refused(TimeSpan.FromSeconds(1), null).Delay.Should().Be(TimeSpan.FromSeconds(2));

        window.Accepted(TimeSpan.FromSeconds(3));

        window.Refused(TimeSpan.FromSeconds(4), null).Delay.Should().Be(TimeSpan.FromSeconds(1));
    }

    private static SlidingWindow Window() =>
        new(7, Span, new RetryDelays(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));

    // Answered at once.
    private async Task EnterAsync(CancellationToken token)
    {
        using (await _window.EnterAsync(token))
            return;
    }

    private async Task Go(List<DateTimeOffset> gone)
    {
        await EnterAsync(default);
        lock (gone)
            gone.Add(_time.GetUtcNow());
    }

    // All callers with a turn have recorded the time before it moves on.
    private async Task Settled(List<Task> all)
    {
        while (all.Count(one => !one.IsCompleted) > _window.Waiting)
            await Task.Yield();
    }

    private static IEnumerable<int> Done(List<Task> all, int expected)
    {
        // The turn is given at once, what follows it runs on another thread.
        Eventually.True(() => all.Count(one => one.IsCompleted) >= expected, $"{expected} go");
        return all.Select((one, index) => (one, index)).Where(pair => pair.one.IsCompleted).Select(pair => pair.index);
    }
}
