using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Workers;

/// <summary>The pool with the test's workers: starts, replacements, failures.</summary>
[TestClass]
public sealed class WorkerPoolTests
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    private int _starts;

    [TestMethod]
    public async Task A_worker_that_cannot_be_started_fails_each_call_at_once_and_is_not_tried_for_each()
    {
        using var pool = Pool(_ => throw new ProcessStartException(new ProcessSpec("php-cgi", []), 2));

        var answers = new List<WorkerAnswer>();
        for (var call = 0; call < 500; call++)
            answers.Add(await Call(pool));

        answers.Should()
            .OnlyContain(answer => answer.End == WorkerEnd.NotStarted && answer.StandardError.Contains("php-cgi"));
        _starts.Should().BeInRange(1, 10, "pauses grow from 0.1 s on");
    }

    [TestMethod]
    public async Task A_worker_that_died_is_replaced_and_costs_one_call()
    {
        using var pool = Pool(number => new Worker(number == 1 ? WorkerEnd.Died : WorkerEnd.Reply));

        (await Call(pool)).End.Should().Be(WorkerEnd.Died);
        (await Call(pool)).End.Should().Be(WorkerEnd.Reply);

        _starts.Should().Be(2);
    }

    [TestMethod]
    public async Task A_worker_that_died_between_calls_costs_none()
    {
        var first = new Worker(WorkerEnd.Reply);
        using var pool = Pool(number => number == 1 ? first : new Worker(WorkerEnd.Reply));
        await Call(pool);

        first.IsAlive = false;

        (await Call(pool)).End.Should().Be(WorkerEnd.Reply);
        _starts.Should().Be(2);
    }

    [TestMethod]
    public async Task A_call_with_a_worker_that_died_before_reading_it_is_retried_within_its_timeout()
    {
        var second = new Worker(WorkerEnd.Reply);
        var first = new Worker(WorkerEnd.Died) { IsUnread = true, During = () => SpinWait.SpinUntil(() => false, 1) };
        using var pool = Pool(number => number == 1 ? first : second);

        (await Call(pool)).End.Should().Be(WorkerEnd.Reply);

        first.Limit.Should().BeLessThanOrEqualTo(Limit);
        second.Limit.Should().BeLessThan(first.Limit!.Value);
    }

    [TestMethod]
    public async Task A_call_that_no_worker_reads_is_tried_in_two_workers_at_most()
    {
        using var pool = Pool(_ => new Worker(WorkerEnd.Died) { IsUnread = true });

        (await Call(pool)).End.Should().Be(WorkerEnd.Died);

        _starts.Should().BeInRange(2, 3, "the next worker may be there already");
    }

    [TestMethod]
    public async Task A_call_is_not_tried_again_after_its_limit()
    {
        var second = new Worker(WorkerEnd.Reply);
        using var pool = Pool(number => number == 1 ? new Worker(WorkerEnd.Died) { IsUnread = true } : second);

        (await pool.Call(default, TimeSpan.Zero, CancellationToken.None)).End.Should().Be(WorkerEnd.Died);

        second.Limit.Should().BeNull("it was not called");
    }

    [TestMethod]
    public async Task An_unread_call_is_not_started_where_no_other_worker_starts()
    {
        using var pool = Pool(number => number == 1
            ? new Worker(WorkerEnd.Died) { IsUnread = true } : throw new IOException("no memory"));

        var answer = await Call(pool);

        (answer.End, answer.StandardError).Should().Be((WorkerEnd.NotStarted, "no memory"));
    }

    [TestMethod]
    [DataRow(1, 0L, 4, DisplayName = "after so many calls")]
    [DataRow(1000, 0L, 1, DisplayName = "not before")]
    public async Task A_worker_is_recycled_by_its_rule(int maxCalls, long memory, int starts)
    {
        using var pool = new WorkerPool(
            "test", 1, 10, new() { MaxCalls = maxCalls }, () => Start(_ => new Worker(WorkerEnd.Reply, memory)));

        for (var call = 0; call < 3; call++)
            await Call(pool);
        pool.Dispose();

        _starts.Should().Be(starts);
    }

    [TestMethod]
    public void A_worker_that_grew_too_large_is_recycled_at_the_next_memory_check()
    {
        var rule = new RecycleRule { MaxMemory = 100 };

        rule.IsDue(63, TimeSpan.Zero, () => throw new InvalidOperationException("not looked at")).Should().BeFalse();
        rule.IsDue(64, TimeSpan.Zero, () => 100).Should().BeFalse();
        rule.IsDue(64, TimeSpan.Zero, () => 101).Should().BeTrue();
        rule.IsDue(1, TimeSpan.FromHours(2), () => 0).Should().BeTrue();
    }

    [TestMethod]
    public async Task A_call_that_is_cancelled_while_it_waits_never_runs()
    {
        using var running = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var pool = Pool(
            _ => new Worker(WorkerEnd.Reply) { During = () => { running.Set(); release.Wait(Limit); } });
        var first = Call(pool);
        running.Wait(Limit).Should().BeTrue();

        using var cancel = new CancellationTokenSource();
        var second = pool.Call(default, Limit, cancel.Token);
        cancel.Cancel();
        release.Set();

        await first;
        await second.Invoking(call => call).Should().ThrowAsync<OperationCanceledException>();
    }

    private static Task<WorkerAnswer> Call(WorkerPool pool) => pool.Call(default, Limit, CancellationToken.None);

    private WorkerPool Pool(Func<int, IWorker> start) => new("test", 1, 1000, new(), () => Start(start));

    private IWorker Start(Func<int, IWorker> start) => start(Interlocked.Increment(ref _starts));

    private sealed class Worker(WorkerEnd end, long memory = 0) : IWorker
    {
        public bool IsAlive { get; set; } = true;

        public long Memory => memory;

        public bool IsUnread { get; init; }

        public TimeSpan? Limit { get; private set; }

        public Action During { get; init; } = () => { };

        public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit)
        {
            Limit = limit;
            During();
            return new(end, []) { IsUnread = IsUnread };
        }

        public void Dispose() => IsAlive = false;
    }
}
