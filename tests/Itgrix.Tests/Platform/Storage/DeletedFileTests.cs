using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>A file of the service is deleted while it runs.</summary>
[TestClass]
public sealed class DeletedFileTests
{
    private static readonly CallKey Call = new(Crm.Kommo, "c1");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    [DataRow("outbox.db")]
    [DataRow("outbox.db*")]
    public async Task An_outbox_that_is_deleted_while_it_is_used_is_written_again_with_all_that_it_had(string pattern)
    {
        using var log = new RecordedLog();
        await using (var store = await OpenAsync())
        {
            await AddAsync(store, "before");
            (await KeysAsync(store)).Should().Equal("c1/before/ConversationRequested");
            Delete(pattern);
            // A read is enough to detect it.
            (await KeysAsync(store)).Should().Equal("c1/before/ConversationRequested");
            File.Exists(_folder.File("outbox.db")).Should().BeTrue();
            await AddAsync(store, "after");
            (await KeysAsync(store)).Should().HaveCount(2);
        }

        await using var again = await OpenAsync();
        (await KeysAsync(again)).Should().Equal("c1/before/ConversationRequested", "c1/after/ConversationRequested");
        log.Lines.Should().ContainSingle(line => line.Contains("was deleted while the service used it"));
        (File.GetUnixFileMode(_folder.File("outbox.db")) & (UnixFileMode)0b111111).Should().Be(UnixFileMode.None);
    }

    [TestMethod]
    public async Task An_outbox_that_is_replaced_while_it_is_used_is_used_as_it_is_now()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, "before");
        Delete("outbox.db*");
        File.WriteAllBytes(_folder.File("outbox.db"), []);

        await AddAsync(store, "after");

        (await KeysAsync(store)).Should().Equal("c1/after/ConversationRequested");
    }

    [TestMethod]
    [DataRow("outbox.db")]
    [DataRow("outbox.db*")]
    public async Task Known_stages_and_the_position_are_written_again_too(string pattern)
    {
        await using (var ledger = await LedgerAsync())
        {
            await ledger.SavePositionAsync(SomeStage.Time, _limit.Token);
            await ledger.AddAsync(SomeStage.Of("c1", "before"), _limit.Token);
            Delete(pattern);
            await ledger.AddAsync(SomeStage.Of("c1", "after"), _limit.Token);
        }

        await using var again = await LedgerAsync();
        again.Position.Should().Be(SomeStage.Time);
        (await again.KnownSinceAsync(SomeStage.Time, _limit.Token)).Select(entry => entry.Key).Should().BeEquivalentTo(
            SomeStage.Of("c1", "before").Key, SomeStage.Of("c1", "after").Key);
    }

    [TestMethod]
    [DataRow("outbox.db")]
    [DataRow("outbox.db*")]
    public async Task An_outbox_that_is_deleted_after_a_failed_write_is_written_again_with_all_that_it_had(
        string pattern)
    {
        await using var store = await OpenAsync();
        await AddAsync(store, "before");
        store.Incident.Should().BeNull();
        await FluentActions.Awaiting(() => store.WriteAsync((connection, stop) =>
            connection.RunAsync("INSERT INTO ledger_position VALUES (NULL, NULL)", [], stop), _limit.Token))
            .Should().ThrowAsync<Exception>("the writer closes its connection then");
        Delete(pattern);

        (await KeysAsync(store)).Should().Equal("c1/before/ConversationRequested");

        store.Incident.Should().Contain("was deleted").And.Contain("restored");
    }

    private Task<OutboxStore> OpenAsync() =>
        OutboxStore.OpenAsync(new() { File = _folder.File("outbox.db") }, TimeProvider.System, _limit.Token);

    private Task<HandledLedger> LedgerAsync() => HandledLedger.OpenAsync(
        _folder.Path, TimeProvider.System, (_, _) => Task.CompletedTask, _ => { }, _limit.Token);

    private Task AddAsync(OutboxStore store, string conversation) =>
        store.AddAsync(SomeStage.Of("c1", conversation), [Call.Account], _limit.Token);

    private async Task<IEnumerable<string>> KeysAsync(OutboxStore store) =>
        (await store.LoadAsync(Call, _limit.Token)).Stages.Select(stage => stage.Key);

    private void Delete(string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path, pattern))
            File.Delete(file);
    }
}
