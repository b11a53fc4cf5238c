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

    [TestMethod]
    public async Task A_call_that_is_answered_in_a_moment_needs_no_other_thread()
    {
        var worker = new PromptWorker();
        using var pool = Pool(_ => worker);
        // The worker's thread has it free some time after its start.
        await Eventually.GetAsync(async () =>
        {
            var early = Call(pool);
            var isDone = early.IsCompleted;
            await early;
            return isDone;
        }, isDone => isDone);

        var answers = Enumerable.Range(0, 20).Select(_ => Call(pool)).ToList();

        answers.Should().OnlyContain(answer => answer.IsCompletedSuccessfully);
        worker.LastThread.Should().Be(Environment.CurrentManagedThreadId);
    }

    [TestMethod]
    public async Task A_call_that_takes_longer_does_not_hold_its_caller_up()
    {
        using var release = new ManualResetEventSlim();
        var worker = new PromptWorker { IsSlow = true, During = () => release.Wait(Limit) };
        using var pool = Pool(_ => worker);

        var answers = Enumerable.Range(0, 3).Select(_ => Call(pool)).ToList();

        answers.Should().OnlyContain(answer => !answer.IsCompleted);
        release.Set();
        (await Task.WhenAll(answers)).Should().OnlyContain(answer => answer.End == WorkerEnd.Reply);
        _starts.Should().Be(1);
    }

    [TestMethod]
    public async Task A_worker_that_died_in_the_callers_moment_is_replaced()
    {
        using var pool = Pool(number => new PromptWorker { End = number == 1 ? WorkerEnd.Died : WorkerEnd.Reply });

        var ends = new List<WorkerEnd>();
        for (var call = 0; call < 3; call++)
            ends.Add((await Call(pool)).End);

        ends.Should().Equal(WorkerEnd.Died, WorkerEnd.Reply, WorkerEnd.Reply);
        _starts.Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Many_callers_at_once_are_all_served_by_few_workers()
    {
        using var pool = new WorkerPool(
            "test", 3, 10_000, new(), () => Start(number => new PromptWorker { IsSlow = number == 2 }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            var replies = 0;
            for (var call = 0; call < 200; call++)
                replies += (await Call(pool)).End == WorkerEnd.Reply ? 1 : 0;
            return replies;
        })));

        answers.Should().OnlyContain(replies => replies == 200);
        pool.Waiting.Should().Be(0);
    }

    [TestMethod]
    public async Task A_pool_that_has_ended_takes_no_calls_and_has_served_those_before()
    {
        var pool = Pool(_ => new PromptWorker());
        var before = Call(pool);

        pool.Dispose();

        (await before).End.Should().Be(WorkerEnd.Reply);
        await pool.Invoking(Call).Should().ThrowAsync<InvalidOperationException>();
    }

    [TestMethod]
    public async Task A_worker_that_is_idle_for_long_ends_and_the_next_call_starts_one()
    {
        var first = new PromptWorker();
        using var pool = new WorkerPool("test", 1, 10, new() { MaxIdle = TimeSpan.FromMilliseconds(1) },
            () => Start(number => number == 1 ? first : new PromptWorker()));
        await Call(pool);

        await Eventually.TrueAsync(() => !first.IsAlive);

        (await Call(pool)).End.Should().Be(WorkerEnd.Reply);
        _starts.Should().BeGreaterThan(1);
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

    /// <summary>A worker that answers its callers at once, or begins and leaves the rest to the pool.</summary>
    private sealed class PromptWorker : IWorker
    {
        public bool IsAlive { get; private set; } = true;

        public long Memory => 0;

        public bool IsSlow { get; init; }

        public WorkerEnd End { get; init; } = WorkerEnd.Reply;

        public Action During { get; init; } = () => { };

        public int LastThread { get; private set; }

        public WorkerAnswer? Begin(ReadOnlyMemory<byte> payload, TimeSpan limit)
        {
            if (IsSlow)
                return null;
            LastThread = Environment.CurrentManagedThreadId;
            return new(End, []);
        }

        public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit)
        {
            During();
            return new(End, []);
        }

        public void Dispose() => IsAlive = false;
    }
}
