using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel.Csv;

[TestClass]
public sealed class CelCsvTailTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private IAsyncEnumerator<CelRecord> _records = null!;

    private string Master => _folder.File("Master.csv");

    [TestInitialize]
    public void Follow()
    {
        _folder.Write("Master.csv", CelLines.Lines(0, 3));
        _records = CelLines.Open(Master).FollowAsync(CelLines.Start.AddSeconds(1), _limit.Token).GetAsyncEnumerator();
    }

    [TestCleanup]
    public async Task Clean()
    {
        await _records.DisposeAsync();
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task History_comes_first_and_then_what_is_appended()
    {
        await Next(1, 2);

        CelLines.Append(Master, CelLines.Lines(3, 2));

        await Next(3, 4);
    }

    [TestMethod]
    public async Task An_appended_CSV_line_counts_once_it_is_complete()
    {
        await Next(1, 2);
        var line = CelLines.Line(3);
        CelLines.Append(Master, line[..60]);
        var next = _records.MoveNextAsync();

        CelLines.Append(Master, line[60..] + CelLines.Line(4));

        (await next).Should().BeTrue();
        _records.Current.Should().Match<CelRecord>(record => record.Time == CelLines.Start.AddSeconds(3));
        await Next(4);
    }

    [TestMethod]
    public async Task A_file_that_is_moved_away_is_read_to_its_end_and_then_its_successor()
    {
        await Next(1, 2);

        CelLines.Append(Master, CelLines.Line(3));
        File.Move(Master, _folder.File("Master.csv.1"));
        CelLines.Append(_folder.File("Master.csv.1"), CelLines.Line(4));
        await Next(3, 4);
        var next = _records.MoveNextAsync();
        CelLines.Append(Master, CelLines.Line(5));

        (await next).Should().BeTrue();
        new[] { _records.Current }.Seconds().Should().Equal(5);
        CelLines.Append(Master, CelLines.Line(6));
        await Next(6);
    }

    [TestMethod]
    public async Task A_file_that_is_copied_and_cut_off_loses_nothing()
    {
        await Next(1, 2);

        CelLines.Append(Master, CelLines.Line(3));
        File.Copy(Master, _folder.File("Master.csv.1"));
        File.WriteAllText(Master, CelLines.Line(4));

        await Next(3, 4);
        CelLines.Append(Master, CelLines.Line(5));
        await Next(5);
    }

    [TestMethod]
    public async Task A_broken_line_does_not_stop_the_following()
    {
        await Next(1, 2);

        CelLines.Append(Master, "half a line\n\"" + CelLines.Line(3) + CelLines.Line(4));

        await Next(4);
    }

    [TestMethod]
    public async Task Following_a_CSV_file_ends_when_it_is_cancelled()
    {
        await Next(1, 2);
        var next = _records.MoveNextAsync();

        await _limit.CancelAsync();

        await FluentActions.Awaiting(async () => await next).Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task Next(params double[] seconds)
    {
        foreach (var second in seconds)
        {
            (await _records.MoveNextAsync()).Should().BeTrue();
            new[] { _records.Current }.Seconds().Should().Equal(second);
        }
    }
}
