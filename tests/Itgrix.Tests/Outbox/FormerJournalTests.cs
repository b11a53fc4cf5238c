using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Outbox;

/// <summary>An update from a version that kept handled stages in a file of its own.</summary>
[TestClass]
public sealed class FormerJournalTests
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task What_it_has_is_known_after_the_update_and_it_is_put_aside()
    {
        Write("""
            INSERT INTO stage VALUES ('c1/CallEnded', 'c1', '2026-11-21 09:30:00.250');
            INSERT INTO position VALUES (1, '2026-11-21 09:31:00.500');
            """);

        for (var start = 0; start < 2; start++)
        {
            await using var store = await OpenAsync();
            var ledger = await OutboxStoreTests.LedgerAsync(store, _folder.Path);

            ledger.Position.Should().Be(new DateTime(2026, 11, 21, 9, 31, 0, 500));
            (await ledger.KnownSinceAsync(DateTime.MinValue, None)).Should()
                .Equal(new LedgerEntry("c1/CallEnded", "c1", new(2026, 11, 21, 9, 30, 0, 250)));
        }
        File.Exists(_folder.File("calls.db")).Should().BeFalse();
        File.Exists(_folder.File("calls.db.imported")).Should().BeTrue();
    }

    [TestMethod]
    public async Task What_the_outbox_knows_already_counts()
    {
        await using (var store = await OpenAsync())
            await (await OutboxStoreTests.LedgerAsync(store, _folder.Path)).SavePositionAsync(SomeStage.Time, None);
        Write("INSERT INTO position VALUES (1, '2026-11-21 09:31:00.500');");

        await using var again = await OpenAsync();

        (await OutboxStoreTests.LedgerAsync(again, _folder.Path)).Position.Should().Be(SomeStage.Time);
    }

    [TestMethod]
    [DataRow("no database at all, but a text that is longer than the header of one")]
    [DataRow("")]
    public async Task A_file_that_cannot_be_read_is_named_with_the_fix_and_stays(string content)
    {
        _folder.Write("calls.db", content);
        await using var store = await OpenAsync();

        (await FluentActions.Awaiting(() => OutboxStoreTests.LedgerAsync(store, _folder.Path))
            .Should().ThrowAsync<StorageException>()).WithMessage($"{_folder.File("calls.db")}, *Move it away*");

        File.Exists(_folder.File("calls.db")).Should().BeTrue();
    }

    private Task<OutboxStore> OpenAsync() =>
        OutboxStore.OpenAsync(new() { File = _folder.File("outbox.db") }, TimeProvider.System, None);

    private void Write(string rows)
    {
        using var database = new SqliteConnection($"Data Source={_folder.File("calls.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"""
            PRAGMA journal_mode = WAL;
            CREATE TABLE stage (key TEXT PRIMARY KEY, call TEXT NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE position (id INTEGER PRIMARY KEY CHECK (id = 1), time TEXT NOT NULL);
            {rows}
            """;
        command.ExecuteNonQuery();
    }
}
