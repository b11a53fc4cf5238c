using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Storage;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Calls;

[TestClass]
public sealed class CallJournalTests
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("calls.db");

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void What_was_noted_is_there_after_it_is_opened_again()
    {
        using (var journal = new CallJournal(Database))
        {
            journal.Position.Should().BeNull();
            journal.Add(SomeStage.Of("c1"));
            journal.Add(SomeStage.Of("c1"));
            journal.Position = SomeStage.Time.AddMilliseconds(250);
        }

        using var again = new CallJournal(Database);
        again.Has(SomeStage.Of("c1")).Should().BeTrue();
        again.Has(SomeStage.Of("c1", "2")).Should().BeFalse();
        again.Has(SomeStage.End("c1")).Should().BeFalse();
        again.Position.Should().Be(SomeStage.Time.AddMilliseconds(250));
    }

    [TestMethod]
    public void It_knows_which_calls_were_handled_to_their_end_since_a_time()
    {
        using var journal = new CallJournal(Database);
        journal.Add(SomeStage.End("before", SomeStage.Time.AddSeconds(-1)));
        journal.Add(SomeStage.End("at", SomeStage.Time));
        journal.Add(SomeStage.End("after%_'", SomeStage.Time.AddDays(1)));
        journal.Add(SomeStage.Of("under way", "CallEnded"));

        journal.EndedSince(SomeStage.Time).Should().BeEquivalentTo("at", "after%_'");
    }

    [TestMethod]
    public void Old_stages_are_forgotten()
    {
        using var journal = new CallJournal(Database);
        journal.Add(SomeStage.End("old", SomeStage.Time.AddSeconds(-1)));
        journal.Add(SomeStage.End("new", SomeStage.Time));

        journal.Trim(SomeStage.Time);

        journal.Has(SomeStage.End("old")).Should().BeFalse();
        journal.Has(SomeStage.End("new")).Should().BeTrue();
    }

    [TestMethod]
    public async Task Several_may_use_it_at_once()
    {
        using var journal = new CallJournal(Database);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                journal.Add(SomeStage.End($"c{worker}-{i}"));
                journal.Position = SomeStage.Time.AddSeconds(i);
                journal.Has(SomeStage.End($"c{worker}-{i}")).Should().BeTrue();
            }
        }))).WaitAsync(TestTimeout.Value);

        journal.EndedSince(SomeStage.Time).Should().HaveCount(800);
    }

    [TestMethod]
    public void A_file_that_is_no_database_is_named_with_what_to_do()
    {
        _folder.Write("calls.db", new string('x', 5000));

        Opening(Database).Should().Throw<StorageException>()
            .WithMessage($"{Database}, *stages of calls*cannot be used*not a database*moved away*");
    }

    [TestMethod]
    public void A_folder_that_cannot_be_made_is_named() =>
        Opening(Path.Combine(_folder.Write("none", ""), "calls.db")).Should().Throw<StorageException>().WithMessage($"{_folder.Path}/none/calls.db*cannot be used*");

    [TestMethod]
    public void A_position_that_nobody_can_read_is_none()
    {
        using var journal = new CallJournal(Database);
        journal.Position = SomeStage.Time;
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "UPDATE position SET time = 'yesterday'";
            command.ExecuteNonQuery();
        }

        journal.Position.Should().BeNull();
    }

    private static Action Opening(string file) => () => new CallJournal(file).Dispose();
}
