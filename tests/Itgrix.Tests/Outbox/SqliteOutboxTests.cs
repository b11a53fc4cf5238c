using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class SqliteOutboxTests : OutboxStoreTests
{
    private readonly TemporaryFolder _folder = new();

    internal override OutboxOptions Options => new() { File = _folder.File("made/outbox.db") };

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task A_commit_waits_for_the_disk()
    {
        await OpenAsync();
        await using var database = OutboxDatabase.Create(Options);
        await using var writer = await database.OpenWriterAsync(Limit);

        (await writer.ReadAsync("PRAGMA synchronous", [], row => row.GetInt64(0), Limit)).Should().Equal(2);
        (await writer.ReadAsync("PRAGMA journal_mode", [], row => row.GetString(0), Limit)).Should().Equal("wal");
    }

    [TestMethod]
    public async Task The_outbox_file_is_readable_only_by_its_owner()
    {
        await OpenAsync();

        foreach (var path in Directory.EnumerateFiles(_folder.File("made")).Append(_folder.File("made")))
            (File.GetUnixFileMode(path) & (UnixFileMode)0b111111).Should().Be(UnixFileMode.None, path);
    }

    [TestMethod]
    [Timeout(TestTimeout.Milliseconds, CooperativeCancellation = true)]
    public async Task A_process_killed_while_writing_loses_nothing_that_was_acknowledged()
    {
        var config = _folder.Write("config.json", """{"outbox": {"file": "made/outbox.db"}}""");
        var acknowledged = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            acknowledged.AddRange(await OutboxWrites.KilledAfterAsync(500 + 37 * round, config, Limit));

            var store = await OpenAsync();
            (await OutboxWrites.MissingAsync(store, acknowledged, Limit)).Should().BeEmpty();
            await store.DisposeAsync();
        }
        await using var database = OutboxDatabase.Create(Options);
        await using var reader = await database.OpenReaderAsync(Limit);
        (await reader.ReadAsync("PRAGMA integrity_check", [], row => row.GetString(0), Limit)).Should().Equal("ok");
    }

    [TestMethod]
    public async Task A_file_that_is_not_a_database_is_named_with_the_fix()
    {
        _folder.Write("made/outbox.db", new string('x', 5000));

        (await Opening().Should().ThrowAsync<StorageException>())
            .WithMessage(
                $"{Options.File}, *what is to be sent to CRMs*cannot be used*not a database*move a damaged file away*");
    }

    [TestMethod]
    public async Task A_folder_that_cannot_be_created_is_named()
    {
        _folder.Write("made", "");

        (await Opening().Should().ThrowAsync<StorageException>()).WithMessage($"{Options.File}, *cannot be used*");
    }

    [TestMethod]
    public async Task A_full_disk_is_reported_and_later_writes_succeed()
    {
        var store = await OpenAsync();
        await RunAsync("CREATE TRIGGER full BEFORE INSERT ON outbox_step BEGIN SELECT RAISE(FAIL, 'database or disk is "
            + "full'); END");

        (await FluentActions.Awaiting(() => store.SaveAsync(Step("a"), Limit)).Should().ThrowAsync<StorageException>())
            .WithMessage("*disk is full*free space*");

        await RunAsync("DROP TRIGGER full");
        await store.SaveAsync(Step("b"), Limit);
        (await store.LoadAsync(Call, Limit)).Steps.Should().ContainSingle().Which.Name.Should().Be("b");
    }
}
