using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>The behaviour of the outbox store with every database.</summary>
public abstract partial class OutboxStoreTests
{
    private readonly ManualTime _time = new();
    private readonly List<OutboxStore> _opened = [];

    protected static CancellationToken Limit => new CancellationTokenSource(TestTimeout.Value).Token;

    internal static CallKey Call { get; } = new(Crm.Bitrix24, "1700000000.1");

    /// <summary>An outbox of this test alone.</summary>
    internal abstract OutboxOptions Options { get; }

    [TestCleanup]
    public async Task CloseAll()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Accounts_of_one_CRM_are_apart_and_the_only_one_keeps_the_name_it_always_had()
    {
        var (only, sales) = (new AccountId(Crm.Kommo), new AccountId(Crm.Kommo, "sales"));
        var store = await OpenAsync();
        await store.AddAsync(SomeStage.Of("c1"), [only, sales], Limit);
        await store.MarkDeliveredAsync(new(sales, "c1"), SomeStage.Of("c1"), Limit);
        await store.SaveAsync(new(new(sales, "c1"), "call") { State = StepState.Done }, Limit);

        (await store.OpenAsync(Limit)).Should().BeEquivalentTo([new CallKey(only, "c1")]);
        (await store.LoadAsync(new(only, "c1"), Limit)).Steps.Should().BeEmpty();
        (await store.LoadAsync(new(sales, "c1"), Limit)).Steps.Single().Call.Account.Should().Be(sales);
        ($"{only}", only.Key, $"{sales}", sales.Key).Should().Be(("Kommo", "kommo", "Kommo:sales", "kommo:sales"));
    }

    [TestMethod]
    public async Task Written_data_exists_after_the_outbox_is_reopened()
    {
        var stages = StageJsonTests.StagesOf("in_answered_caller_ends.ami")
            .Select(stage => stage with { CallId = Call.CallId }).ToList();
        var step = Step("register") with
        {
            Method = "telephony.externalcall.register", Parameters = "{\"A\":\"ё\"}", Result = "[1]",
            Error = "503", OutcomeUnknown = true, Tries = 3,
            State = StepState.DeadLettered,
        };
        var store = await OpenAsync();
        foreach (var stage in stages)
            await store.AddAsync(stage, [Call.Account], Limit);
        await store.SaveAsync(Step("show") with { State = StepState.Done }, Limit);
        await store.SaveAsync(step with { Parameters = "{}", State = StepState.Waiting }, Limit);
        await store.SaveAsync(step, Limit);
        await store.DisposeAsync();

        var work = await (await OpenAsync()).LoadAsync(Call, Limit);

        work.Stages.Select(stage => stage.Key).Should().Equal(stages.Select(stage => stage.Key));
        foreach (var (read, written) in work.Stages.Zip(stages))
            StageJsonTests.ShouldBe(read, written);
        work.Steps.Select(read => read with { Id = 0 })
            .Should().Equal(Step("show") with { State = StepState.Done }, step);
        work.Steps.Select(read => read.Id).Should().OnlyHaveUniqueItems().And.NotContain(0);
    }

    [TestMethod]
    public async Task Loading_a_call_returns_no_data_of_other_calls()
    {
        var store = await OpenAsync();
        await store.AddAsync(SomeStage.Of(Call.CallId), [Call.Account], Limit);
        await store.SaveAsync(Step("a"), Limit);

        foreach (var other in new[] { Call with { Account = Crm.Kommo }, Call with { CallId = "2" } })
        {
            var work = await store.LoadAsync(other, Limit);
            (work.Stages.Count, work.Steps.Count).Should().Be((0, 0));
        }
    }

    [TestMethod]
    public async Task A_stage_is_added_once_even_when_it_is_delivered_or_its_call_is_complete()
    {
        var store = await OpenAsync();
        var (first, end) = (SomeStage.Of(Call.CallId), SomeStage.End(Call.CallId));
        await AddBoth(Call);
        await AddBoth(Call);
        (await Keys()).Should().Equal(first.Key, end.Key);

        await store.MarkDeliveredAsync(Call, first, Limit);
        await AddBoth(Call);
        (await Keys()).Should().Equal(end.Key);

        await store.MarkDeliveredAsync(Call, end, Limit);
        await AddBoth(Call);
        (await Keys()).Should().BeEmpty();

        await AddBoth(Call with { Account = Crm.Kommo });
        (await store.OpenAsync(Limit)).Should().Equal(Call with { Account = Crm.Kommo });

        async Task AddBoth(CallKey call)
        {
            await store.AddAsync(first, [call.Account], Limit);
            await store.AddAsync(end, [call.Account], Limit);
        }

        async Task<IEnumerable<string>> Keys() =>
            (await store.LoadAsync(Call, Limit)).Stages.Select(stage => stage.Key);
    }

    [TestMethod]
    public async Task A_complete_call_keeps_only_unsent_steps_until_they_are_sent()
    {
        var store = await OpenAsync();
        foreach (var state in Enum.GetValues<StepState>())
            await store.SaveAsync(Step(state.ToString()) with { State = state }, Limit);
        await store.MarkDeliveredAsync(Call, SomeStage.Of(Call.CallId), Limit);
        (await Names()).Should().HaveCount(4);

        await store.MarkDeliveredAsync(Call, SomeStage.End(Call.CallId), Limit);
        (await Names()).Should().Equal("Waiting", "DeadLettered");

        await store.SaveAsync(Step("Waiting") with { State = StepState.Done }, Limit);
        (await Names()).Should().Equal("Waiting", "DeadLettered");
        await store.SaveAsync(Step("DeadLettered") with { State = StepState.Discarded }, Limit);
        (await Names()).Should().BeEmpty();

        async Task<IEnumerable<string>> Names() => (await store.LoadAsync(Call, Limit)).Steps.Select(step => step.Name);
    }

    [TestMethod]
    public async Task Open_and_due_calls_are_listed_oldest_first()
    {
        var store = await OpenAsync();
        var now = _time.GetUtcNow();
        await store.SaveAsync(Of("late", StepState.Waiting, now.AddMinutes(5)), Limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.AddAsync(SomeStage.Of("staged"), [Call.Account], Limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.SaveAsync(Of("due", StepState.Waiting, now) with { Made = _time.GetUtcNow() }, Limit);
        await store.SaveAsync(Of(
            "earlier", StepState.Waiting, now.AddSeconds(-1)) with { Made = _time.GetUtcNow().AddSeconds(1) }, Limit);
        await store.SaveAsync(Of("done", StepState.Done, now), Limit);
        await store.SaveAsync(Of("aside", StepState.DeadLettered, now), Limit);

        (await store.OpenAsync(Limit)).Select(call => call.CallId).Should().Equal("late", "staged", "due", "earlier");
        (await store.DueAsync(now, Limit)).Select(call => call.CallId).Should().Equal("earlier", "due");
        (await store.DueAsync(now.AddTicks(-1), Limit)).Select(call => call.CallId).Should().Equal("earlier");
    }

    [TestMethod]
    public async Task Waiting_steps_and_dead_letters_are_listed_and_counted()
    {
        var store = await OpenAsync();
        var now = _time.GetUtcNow();
        await store.SaveAsync(Of("second", StepState.DeadLettered, now) with { Made = now.AddSeconds(1) }, Limit);
        await store.SaveAsync(Of("first", StepState.Waiting, now), Limit);
        await store.SaveAsync(Of("third", StepState.DeadLettered, now) with { Made = now.AddSeconds(2) }, Limit);
        await store.SaveAsync(Of("done", StepState.Done, now), Limit);
        await store.SaveAsync(Of("dropped", StepState.Discarded, now), Limit);

        (await Listed(null)).Should().Equal("first", "second", "third");
        (await Listed(null, 2)).Should().Equal("first", "second");
        (await Listed(StepState.DeadLettered)).Should().Equal("second", "third");
        (await Listed(StepState.Waiting)).Should().Equal("first");
        (await Listed(StepState.Done)).Should().BeEmpty();
        (await store.CountAsync(Limit)).Should().Be((1, 2));

        async Task<IEnumerable<string>> Listed(StepState? state, int max = 100) =>
            (await store.ListAsync(state, max, Limit)).Select(step => step.Call.CallId);
    }

    [TestMethod]
    public async Task Old_complete_calls_and_leftovers_of_calls_without_an_end_are_deleted()
    {
        var store = await OpenAsync();
        await CompleteAsync("old");
        await store.SaveAsync(Of("endless", StepState.Done, default) with { Made = _time.GetUtcNow() }, Limit);
        await store.SaveAsync(Of("open", StepState.Done, default) with { Made = _time.GetUtcNow() }, Limit);
        await store.AddAsync(SomeStage.Of("open"), [Call.Account], Limit);
        await store.AddAsync(SomeStage.Of("endless"), [Call.Account], Limit);
        await store.MarkDeliveredAsync(Call with { CallId = "endless" }, SomeStage.Of("endless"), Limit);
        _time.Advance(TimeSpan.FromDays(31));
        await CompleteAsync("new");

        await store.TrimAsync(_time.GetUtcNow(), Limit);

        (await IsTakenAgain("old")).Should().BeTrue();
        (await IsTakenAgain("new")).Should().BeFalse();
        (await store.LoadAsync(Call with { CallId = "endless" }, Limit)).Steps.Should().BeEmpty();
        (await store.LoadAsync(Call with { CallId = "open" }, Limit)).Steps.Should().HaveCount(1);

        Task CompleteAsync(string call) =>
            store.MarkDeliveredAsync(Call with { CallId = call }, SomeStage.End(call), Limit);

        async Task<bool> IsTakenAgain(string call)
        {
            await store.AddAsync(SomeStage.End(call), [Call.Account], Limit);
            return (await store.LoadAsync(Call with { CallId = call }, Limit)).Stages.Count == 1;
        }
    }

    [TestMethod]
    public async Task A_step_is_changed_only_when_it_is_as_the_administrator_saw_it()
    {
        var store = await OpenAsync();
        await store.SaveAsync(
            Step("a") with { State = StepState.DeadLettered, Parameters = "{}", OutcomeUnknown = true }, Limit);
        var seen = (await store.ListAsync(null, 1, Limit)).Single();
        var again = seen
            with { State = StepState.Waiting, Parameters = "{\"a\":1}", Due = _time.GetUtcNow(), Tries = 0 };

        (await store.ReplaceAsync(seen, again, Limit)).Should().BeTrue();
        (await store.FindAsync(seen.Id, Limit)).Should().Be(again);
        (await store.ReplaceAsync(seen, seen with { State = StepState.Discarded }, Limit))
            .Should().BeFalse("it waits since");
        (await store.FindAsync(seen.Id, Limit)).Should().Be(again);
        (await store.FindAsync(seen.Id + 1, Limit)).Should().BeNull();
    }

    [TestMethod]
    public async Task A_write_that_fails_fails_alone()
    {
        var store = await OpenAsync();

        var writes = Enumerable.Range(0, 50).Select(
            i => store.SaveAsync(i % 10 == 7 ? Step($"{i}") with { Error = null! } : Step($"{i}"), Limit)).ToList();

        await Task.WhenAll(
            writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(Limit);
        for (var i = 0; i < writes.Count; i++)
            writes[i].IsCompletedSuccessfully.Should().Be(i % 10 != 7);
        (await store.LoadAsync(Call, Limit)).Steps.Should().HaveCount(45);
    }

    [TestMethod]
    public async Task Characters_that_a_database_rejects_are_replaced()
    {
        var store = await OpenAsync();

        await store.SaveAsync(Step("a") with { Error = "a\0b\ud800c😀" }, Limit);

        (await store.LoadAsync(Call, Limit)).Steps.Single().Error.Should().Be("a\ufffdb\ufffdc😀");
    }

    [TestMethod]
    public async Task A_cancelled_caller_writes_nothing()
    {
        var store = await OpenAsync();
        var cancelled = new CancellationToken(canceled: true);

        await FluentActions.Awaiting(() => store.SaveAsync(Step("a"), cancelled))
            .Should().ThrowAsync<OperationCanceledException>();
        await store.SaveAsync(Step("b"), Limit);

        (await store.LoadAsync(Call, Limit)).Steps.Should().ContainSingle().Which.Name.Should().Be("b");
    }

    [TestMethod]
    public async Task Writes_before_the_outbox_is_closed_are_committed_and_later_ones_fail()
    {
        var store = await OpenAsync();

        var writes = Enumerable.Range(0, 300).Select(i => store.SaveAsync(Step($"{i}"), Limit)).ToList();
        await store.DisposeAsync();

        await Task.WhenAll(writes);
        (await (await OpenAsync()).LoadAsync(Call, Limit)).Steps.Should().HaveCount(300);
        await FluentActions.Awaiting(() => store.SaveAsync(Step("late"), Limit))
            .Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestMethod]
    public async Task Many_callers_and_a_second_process_write_and_read_concurrently()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());

        await Task.WhenAll(Enumerable.Range(0, 32).Select(worker => Task.Run(async () =>
        {
            var store = worker % 4 == 0 ? other : one;
            var call = Call with { CallId = $"c{worker}" };
            for (var i = 0; i < 20; i++)
            {
                await store.AddAsync(SomeStage.Of(call.CallId, $"{i}"), [call.Account], Limit);
                await store.SaveAsync(Step($"{i}") with { Call = call }, Limit);
                var work = await store.LoadAsync(call, Limit);
                (work.Stages.Count, work.Steps.Count).Should().Be((i + 1, i + 1));
            }
        }))).WaitAsync(Limit);

        (await one.CountAsync(Limit)).Should().Be((640, 0));
    }

    [TestMethod]
    public async Task An_outbox_of_a_later_version_is_refused_and_left_unchanged()
    {
        await (await OpenAsync()).DisposeAsync();
        await RunAsync("UPDATE outbox_version SET version = 9");

        (await Opening().Should().ThrowAsync<StorageException>())
            .WithMessage("*later version of Itgrix (outbox version 9*");
    }

    [TestMethod]
    public async Task An_outbox_of_the_version_before_gets_a_ledger_and_keeps_what_it_has()
    {
        var before = await OpenAsync();
        await before.AddAsync(SomeStage.Of(Call.CallId), [Call.Account], Limit);
        await before.DisposeAsync();
        await RunAsync("DROP TABLE ledger_stage");
        await RunAsync("DROP TABLE ledger_position");
        await RunAsync("UPDATE outbox_version SET version = 1");

        var store = await OpenAsync();
        await store.AddAsync(SomeStage.End(Call.CallId), [Call.Account], Limit);

        (await store.LoadAsync(Call, Limit)).Stages.Select(stage => stage.Key).Should()
            .Equal(SomeStage.Of(Call.CallId).Key, SomeStage.End(Call.CallId).Key);
        var ledger = await LedgerAsync(store);
        (await ledger.KnownSinceAsync(SomeStage.Time, Limit)).Should().ContainSingle().Which.IsEnd.Should().BeTrue();
        await (await OpenAsync()).DisposeAsync();
    }

    [TestMethod]
    [DataRow("UPDATE outbox_step SET state = 'Lost'", "state \"Lost\"")]
    [DataRow("UPDATE outbox_step SET due = -1", "due -1")]
    [DataRow("UPDATE outbox_stage SET body = '{}'", "A stage of a call is not as it was written")]
    public async Task A_row_that_was_changed_by_another_program_is_reported(string sql, string words)
    {
        var store = await OpenAsync();
        await store.AddAsync(SomeStage.Of(Call.CallId), [Call.Account], Limit);
        await store.SaveAsync(Step("a"), Limit);

        await RunAsync(sql);

        (await FluentActions.Awaiting(() => store.LoadAsync(Call, Limit)).Should().ThrowAsync<StorageException>())
            .WithMessage($"*{words}*");
    }

    internal async Task<OutboxStore> OpenAsync(TimeProvider? time = null)
    {
        var store = await OutboxStore.OpenAsync(Options, time ?? _time, Limit);
        _opened.Add(store);
        return store;
    }

    internal Func<Task> Opening() => () => OpenAsync();

    internal OutboxRequest Step(string name) =>
        new(Call, name) { Made = _time.GetUtcNow(), Due = _time.GetUtcNow().AddMinutes(1) };

    /// <summary>SQL past the store.</summary>
    internal async Task RunAsync(string sql)
    {
        await using var database = OutboxDatabase.Create(Options);
        await using var connection = await database.OpenWriterAsync(Limit);
        await connection.RunAsync(sql, [], Limit);
    }

    private OutboxRequest Of(string call, StepState state, DateTimeOffset due) =>
        new(Call with { CallId = call }, "a") { State = state, Due = due, Made = _time.GetUtcNow() };
}
