using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>The ledger, with every database.</summary>
public abstract partial class OutboxStoreTests
{
    [TestMethod]
    public async Task Accepted_and_skipped_stages_and_the_position_are_known_after_the_outbox_is_reopened()
    {
        var store = await OpenAsync();
        var ledger = await LedgerAsync(store);
        ledger.Position.Should().BeNull();
        await ledger.AddAsync(SomeStage.Of("c1"), Limit);
        await ledger.AddAsync(SomeStage.Of("c1"), Limit);
        await ledger.AddAsync(SomeStage.End("c1", SomeStage.Time.AddSeconds(9)) with { Parts = ["c2%_'"] }, Limit);
        await ledger.SkipAsync([.. LedgerEntry.Of(SomeStage.End("skipped", SomeStage.Time.AddSeconds(10)))], Limit);
        await ledger.SkipAsync([.. LedgerEntry.Of(SomeStage.End("before", SomeStage.Time.AddSeconds(-1)))], Limit);
        await ledger.SavePositionAsync(SomeStage.Time, Limit);
        await ledger.SavePositionAsync(SomeStage.Time.AddMilliseconds(250), Limit);
        await store.DisposeAsync();

        var again = await LedgerAsync(await OpenAsync());

        again.Position.Should().Be(SomeStage.Time.AddMilliseconds(250));
        var known = await again.KnownSinceAsync(SomeStage.Time, Limit);
        known.Where(entry => !entry.IsEnd).Should().Equal(
            new LedgerEntry(SomeStage.Of("c1").Key, "c1", SomeStage.Time));
        known.Where(entry => entry.IsEnd).Select(entry => entry.CallId)
            .Should().BeEquivalentTo("c1", "c2%_'", "skipped");
    }

    [TestMethod]
    public async Task A_stage_is_known_and_to_be_delivered_or_neither()
    {
        var store = await OpenAsync();
        var ledger = await LedgerAsync(store);
        await RunAsync("ALTER TABLE outbox_stage RENAME TO elsewhere");

        await FluentActions.Awaiting(() => store.AddAsync(SomeStage.Of("c1"), [Crm.Kommo], Limit))
            .Should().ThrowAsync<StorageException>();

        await RunAsync("ALTER TABLE elsewhere RENAME TO outbox_stage");
        (await ledger.KnownSinceAsync(SomeStage.Time, Limit)).Should().BeEmpty();
    }

    [TestMethod]
    public async Task Known_stages_are_forgotten_with_the_calls_of_their_time()
    {
        var store = await OpenAsync();
        var ledger = await LedgerAsync(store);
        await ledger.AddAsync(SomeStage.End("old", SomeStage.Time.AddSeconds(-1)), Limit);
        await ledger.AddAsync(SomeStage.End("new", SomeStage.Time), Limit);

        await store.TrimAsync(new(SomeStage.Time, TimeSpan.Zero), Limit);

        (await ledger.KnownSinceAsync(DateTime.MinValue, Limit)).Select(entry => entry.CallId).Should().Equal("new");
    }

    [TestMethod]
    public async Task A_position_that_cannot_be_parsed_is_ignored()
    {
        var store = await OpenAsync();
        await (await LedgerAsync(store)).SavePositionAsync(SomeStage.Time, Limit);
        await RunAsync("UPDATE ledger_position SET time = 'yesterday'");

        (await LedgerAsync(store)).Position.Should().BeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Each_PBX_has_its_own_position()
    {
        await using var store = await OpenAsync();
        await (await LedgerAsync(store)).SavePositionAsync(SomeStage.Time, Limit);
        await (await LedgerAsync(store, pbx: "branch")).SavePositionAsync(SomeStage.Time.AddHours(1), Limit);

        (await LedgerAsync(store)).Position.Should().Be(SomeStage.Time);
        (await LedgerAsync(store, pbx: "branch")).Position.Should().Be(SomeStage.Time.AddHours(1));
    }

    internal static Task<OutboxLedger> LedgerAsync(
        OutboxStore store, string folder = "/nowhere", string pbx = "asterisk") =>
        OutboxLedger.OpenAsync(pbx, store, new CallOutbox(
            store, new Dictionary<AccountId, CrmSide>(), RetryDelays.Default, 1, TimeProvider.System), folder, Limit);
}
