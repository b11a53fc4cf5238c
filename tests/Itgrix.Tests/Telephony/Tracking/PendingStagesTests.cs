using System.Collections.Concurrent;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class PendingStagesTests
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly ManualTime _time = new();
    private readonly HeldLedger _ledger = new();

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    public async Task Stages_reach_the_ledger_in_the_order_of_their_arrival()
    {
        var pending = Pending(1000);

        for (var i = 0; i < 500; i++)
            await pending.AddAsync(SomeStage.Of($"c{i % 7}", $"{i}"), _limit.Token);

        _ledger.Asked.Select(stage => stage.ConversationId).Should().Equal(
            Enumerable.Range(0, 500).Select(i => $"{i}"));
        _ledger.StoreAll();
        await pending.EmptyAsync().WaitAsync(_limit.Token);
        pending.Figures.Should().Be(new PendingStageFigures(0, 0, 500, 0, 0, TimeSpan.Zero));
    }

    [TestMethod]
    public async Task A_writer_waits_until_there_is_room()
    {
        var pending = Pending(3);
        foreach (var call in new[] { "c1", "c2", "c2" })
            await pending.AddAsync(SomeStage.Of(call, $"{_ledger.Asked.Count}"), _limit.Token);

        var more = pending.AddAsync(SomeStage.Of("more"), _limit.Token).AsTask();

        more.IsCompleted.Should().BeFalse();
        pending.Figures.Should().Match<PendingStageFigures>(figures => figures.Waiting == 3 && figures.Calls == 2);
        _ledger.Store(_ledger.Asked.First());
        await more.WaitAsync(_limit.Token);
    }

    [TestMethod]
    public async Task A_wait_for_room_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var pending = Pending(1);
        await pending.AddAsync(SomeStage.Of("c1"), stop.Token);

        var more = pending.AddAsync(SomeStage.Of("c2"), stop.Token).AsTask();
        await stop.CancelAsync();

        await more.Invoking(task => task.WaitAsync(_limit.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod]
    public async Task A_stage_that_cannot_be_stored_is_counted_and_logged_and_delays_no_other()
    {
        using var log = new RecordedLog();
        var pending = Pending(1);
        await pending.AddAsync(SomeStage.Of("c1", "1"), _limit.Token);
        _ledger.Fail(_ledger.Asked.First(), new InvalidOperationException("no such thing"));

        await pending.AddAsync(SomeStage.Of("c1", "2"), _limit.Token);
        _ledger.StoreAll();
        await pending.EmptyAsync().WaitAsync(_limit.Token);

        pending.Figures.Should().Match<PendingStageFigures>(figures => figures.Handled == 2 && figures.Broken == 1);
        pending.Earliest.Should().BeNull();
        log.Lines.Should().ContainSingle(line => line.Contains("failed; the call goes on"))
            .Which.Should().Contain("c1");
    }

    [TestMethod]
    public async Task A_stage_that_a_stop_left_unstored_is_read_again_from_its_calls_beginning()
    {
        var pending = Pending(10);
        await pending.AddAsync(SomeStage.Of("c1"), _limit.Token);

        _ledger.Fail(_ledger.Asked.First(), new OperationCanceledException());
        await pending.EmptyAsync().WaitAsync(_limit.Token);

        pending.Earliest.Should().Be(SomeStage.Time);
    }

    [TestMethod]
    public async Task Stages_that_waited_too_long_are_counted_and_warned_of_now_and_then()
    {
        using var log = new RecordedLog();
        var pending = Pending(10);
        await pending.AddAsync(SomeStage.Of("c1"), _limit.Token);
        await pending.AddAsync(SomeStage.Of("c2"), _limit.Token);
        _time.Advance(TimeSpan.FromSeconds(3));
        await pending.AddAsync(SomeStage.Of("c3"), _limit.Token);
        _ledger.StoreAll();
        await pending.EmptyAsync().WaitAsync(_limit.Token);

        pending.Figures.Should().Be(new PendingStageFigures(0, 0, 3, 0, 2, TimeSpan.FromSeconds(3)));
        log.Lines.Should().ContainSingle(line => line.Contains("waited 3.0 s"));
    }

    [TestMethod]
    public async Task The_earliest_call_with_an_unstored_stage_counts()
    {
        var (early, late) =
            (SomeStage.Of("early", time: SomeStage.Time), SomeStage.Of("late", time: SomeStage.Time.AddMinutes(1)));
        var pending = Pending(10);
        pending.Earliest.Should().BeNull();

        await pending.AddAsync(late, _limit.Token);
        await pending.AddAsync(early, _limit.Token);
        pending.Earliest.Should().Be(SomeStage.Time);

        _ledger.Store(early);
        await Eventually.TrueAsync(() => pending.Earliest == SomeStage.Time.AddMinutes(1));
        _ledger.Store(late);
        await Eventually.TrueAsync(() => pending.Earliest is null);
    }

    [TestMethod]
    public async Task A_call_with_an_unknown_beginning_counts_from_its_stage()
    {
        var pending = Pending(10);

        await pending.AddAsync(SomeStage.Of("c1") with { Call = new() }, _limit.Token);

        pending.Earliest.Should().Be(SomeStage.Time);
    }

    private PendingStages Pending(int capacity) => new(new() { Capacity = capacity }, _ledger, _time);

    private sealed class HeldLedger : ICallLedger
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = [];

        public ConcurrentQueue<CallStageEvent> Asked { get; } = [];

        public DateTime? Position => null;

        public Task AddAsync(CallStageEvent stage, CancellationToken token)
        {
            Asked.Enqueue(stage);
            return (_held[stage.Key] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        public void Store(CallStageEvent stage) => _held[stage.Key].SetResult();

        public void Fail(CallStageEvent stage, Exception error) => _held[stage.Key].SetException(error);

        public void StoreAll()
        {
            foreach (var held in _held.Values)
                held.TrySetResult();
        }

        public Task SkipAsync(IReadOnlyList<LedgerEntry> stages, CancellationToken token) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<LedgerEntry>> KnownSinceAsync(DateTime time, CancellationToken token) =>
            throw new NotSupportedException();

        public Task SavePositionAsync(DateTime position, CancellationToken token) => throw new NotSupportedException();
    }
}
