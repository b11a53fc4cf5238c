using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class CallJournalTests
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken None => CancellationToken.None;

    private string Database => _folder.File("calls.db");

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Recorded_stages_are_there_after_the_journal_is_reopened()
    {
        using (var journal = await OpenAsync())
        {
            journal.Position.Should().BeNull();
            await journal.AddAsync(SomeStage.Of("c1"), None);
            await journal.AddAsync(SomeStage.Of("c1"), None);
            await journal.SavePositionAsync(SomeStage.Time.AddMilliseconds(250), None);
        }

        using var again = await OpenAsync();
        (await again.HasAsync(SomeStage.Of("c1"), None)).Should().BeTrue();
        (await again.HasAsync(SomeStage.Of("c1", "2"), None)).Should().BeFalse();
        (await again.HasAsync(SomeStage.End("c1"), None)).Should().BeFalse();
        again.Position.Should().Be(SomeStage.Time.AddMilliseconds(250));
    }

    [TestMethod]
    public async Task The_journal_lists_calls_handled_to_their_end_since_a_time()
    {
        using var journal = await OpenAsync();
        await journal.AddAsync(SomeStage.End("before", SomeStage.Time.AddSeconds(-1)), None);
        await journal.AddAsync(SomeStage.End("at", SomeStage.Time), None);
        await journal.AddAsync(SomeStage.End("after%_'", SomeStage.Time.AddDays(1)), None);
        await journal.AddAsync(SomeStage.Of("under way", "CallEnded"), None);

        (await journal.EndedSinceAsync(SomeStage.Time, None)).Should().BeEquivalentTo("at", "after%_'");
    }

    [TestMethod]
    public async Task Old_stages_are_forgotten()
    {
        using var journal = await OpenAsync();
        await journal.AddAsync(SomeStage.End("old", SomeStage.Time.AddSeconds(-1)), None);
        await journal.AddAsync(SomeStage.End("new", SomeStage.Time), None);

        await journal.TrimAsync(SomeStage.Time, None);

        (await journal.HasAsync(SomeStage.End("old"), None)).Should().BeFalse();
        (await journal.HasAsync(SomeStage.End("new"), None)).Should().BeTrue();
    }

    [TestMethod]
    public async Task Several_callers_may_use_a_journal_at_once()
    {
        using var journal = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await journal.AddAsync(SomeStage.End($"c{worker}-{i}"), None);
                await journal.SavePositionAsync(SomeStage.Time.AddSeconds(i), None);
                (await journal.HasAsync(SomeStage.End($"c{worker}-{i}"), None)).Should().BeTrue();
            }
        }))).WaitAsync(TestTimeout.Value);

        (await journal.EndedSinceAsync(SomeStage.Time, None)).Should().HaveCount(800);
    }

    [TestMethod]
    public async Task A_file_that_is_no_database_is_named_with_what_to_do()
    {
        _folder.Write("calls.db", new string('x', 5000));

        (await Opening(Database).Should().ThrowAsync<StorageException>())
            .WithMessage($"{Database}, *call stages*cannot be used*not a database*moved away*");
    }

    [TestMethod]
    public async Task A_folder_that_cannot_be_made_is_named() =>
        (await Opening(Path.Combine(_folder.Write("none", ""), "calls.db")).Should().ThrowAsync<StorageException>())
            .WithMessage($"{_folder.Path}/none/calls.db*cannot be used*");

    [TestMethod]
    public async Task A_position_that_cannot_be_parsed_is_ignored()
    {
        using var journal = await OpenAsync();
        await journal.SavePositionAsync(SomeStage.Time, None);
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "UPDATE position SET time = 'yesterday'";
            command.ExecuteNonQuery();
        }

        using var again = await OpenAsync();
        again.Position.Should().BeNull();
    }

    private static Func<Task> Opening(string file) =>
        async () => (await CallJournal.OpenAsync(file, TimeProvider.System)).Dispose();

    private Task<CallJournal> OpenAsync() => CallJournal.OpenAsync(Database, TimeProvider.System);
}
