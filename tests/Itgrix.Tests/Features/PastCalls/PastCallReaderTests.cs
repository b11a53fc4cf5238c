using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Features.PastCalls;

/// <summary>Past calls read from Asterisk's own file and table.</summary>
[TestClass]
public sealed class PastCallReaderTests : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> CapturedFiles =>
        CelLines.CapturedFiles.Select(file => new object[] { Path.GetFileName(file) });

    // Calls that met in a conference keep ids of their own: read alone, none knows of the other.
    private static readonly string[] WithOthers =
        ["conference_with_two_clients", "dialler_puts_a_client_into_a_conference"];

    public static IEnumerable<object[]> FieldFiles =>
        FieldCallTests.Names.Where(row => !WithOthers.Contains((string)row[0]));

    public void Dispose() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds), DynamicData(nameof(CapturedFiles))]
    public async Task A_call_read_alone_has_the_stages_that_it_had_among_all_others(string file)
    {
        await ReadAloneAsync(CelLines.Open(CelLines.Captured(file.Replace(".cel.csv", ""))), CelLines.Zone);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds), DynamicData(nameof(FieldFiles))]
    public async Task A_call_of_the_field_read_alone_has_the_stages_that_it_had_among_all_others(string name)
    {
        var file = Path.Combine(FieldCallTests.Folder, $"{name}.csv");
        var store = new CelCsvFile(file, CelColumns.Sample, new CelClock(TimeZoneInfo.Utc), TimeProvider.System);
        await ReadAloneAsync(store, TimeZoneInfo.Utc);
    }

    private static async Task ReadAloneAsync(CelCsvFile store, TimeZoneInfo zone)
    {
        var together = await Stages(store.ReadAsync(DateTime.MinValue, null, default));
        var reader = ReaderOf(store, zone);
        var calls = await Calls(reader, new(new(2026, 1, 1), null));

        calls.Should().Contain(together.Select(stage => stage.CallId)).And.OnlyHaveUniqueItems();
        foreach (var call in calls)
        {
            var alone = await reader.ReadAsync(call, default);

            alone.State.Should().BeOneOf(PastCallState.Queued, PastCallState.Internal);
            var amongOthers = together.Where(stage => stage.CallId == call).ToList();
            if (alone.State == PastCallState.Queued)
                alone.Stages.Select(stage => stage.Key).Should().Equal(amongOthers.Select(stage => stage.Key));
            else
                amongOthers.Should()
                    .NotContain(stage => stage.Stage == CallStage.CallEnded && CallFlow.IsOfClient(stage.Call));
            alone.Stages.Should().NotContain(stage => !stage.IsPast);
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_period_reaches_over_midnight_and_ends_with_its_last_second(bool isTable)
    {
        var reader = ReaderOf(
            Store(isTable, TimeZoneInfo.Utc, "2026-11-20T23:59:58Z", "2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z",
            "2026-11-21T00:00:01Z"), TimeZoneInfo.Utc);
        var (period, _) = PastPeriod.Read("2026-11-20 23:59:59", "2026-11-21 00:00:00");

        (await Calls(reader, period!)).Should().Equal("2.1", "3.1");
        (await Calls(reader, PastPeriod.Read("2026-11-21", null).Period!)).Should().Equal("3.1", "4.1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_repeated_hour_is_read_twice_and_a_skipped_hour_is_no_error(bool isTable)
    {
        // 02:30 in summer time, then an hour later 02:30 in winter time.
        var autumn = ReaderOf(
            Store(isTable, Berlin, "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
            "2026-10-25T02:30:00Z"), Berlin);
        (await Calls(autumn, PastPeriod.Read("2026-10-25 02:00:00", "2026-10-25 02:59:59").Period!))
            .Should().BeEquivalentTo("2.1", "3.1");

        var spring = ReaderOf(Store(isTable, Berlin, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"), Berlin);
        (await Calls(spring, PastPeriod.Read("2026-03-29 02:30:00", "2026-03-29 03:45:00").Period!))
            .Should().Equal("2.1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_of_a_table_is_read_with_its_stages()
    {
        var reader = ReaderOf(Table(TimeZoneInfo.Utc, new CelStream("7.1").Whole()), TimeZoneInfo.Utc);

        var call = await reader.ReadAsync("7.1", default);

        call.State.Should().Be(PastCallState.Queued);
        call.Stages.Select(stage => stage.Key)
            .Should().Equal("7.1/7.1.2/ConversationRequested", "7.1/7.1.2/ConversationAccepted",
            "7.1/7.1.2/ConversationEnded", "7.1/CallEnded");
        (await reader.ReadAsync("7.1' OR '1'='1", default)).State.Should().Be(PastCallState.NotFound);
    }

    private static async Task<List<CallStageEvent>> Stages(IAsyncEnumerable<CelRecord> records)
    {
        var tracker = new CallTracker { Numbers = CallTranscript.Numbers };
        var stages = new List<CallStageEvent>();
        await foreach (var record in records)
            stages.AddRange(tracker.Apply(record));
        return stages;
    }

    private static PastCallReader ReaderOf(ICelStore store, TimeZoneInfo zone) =>
        new(store, () => CallTranscript.Numbers, zone, TimeProvider.System);

    private static async Task<List<string>> Calls(PastCallReader reader, PastPeriod period)
    {
        var calls = new List<string>();
        await foreach (var call in reader.CallsAsync(period, default))
            calls.Add(call);
        return calls;
    }

    // One call at each of the times, numbered from 1.
    private ICelStore Store(bool isTable, TimeZoneInfo zone, params string[] times)
    {
        var records = times.Select((time, index) => new CelRecord
        {
            Event = CelEvent.ChanStart,
            UniqueId = $"{index + 1}.1", LinkedId = $"{index + 1}.1", Channel = "PJSIP/trunk-1",
            Time = DateTimeOffset.Parse(time).UtcDateTime,
        });
        return isTable ? Table(zone, records) : File(zone, records);
    }

    private CelCsvFile File(TimeZoneInfo zone, IEnumerable<CelRecord> records)
    {
        var file = _folder.File("Master.csv");
        System.IO.File.WriteAllLines(file, records.Select(record => string.Join(',', CelEvents.NameOf(record.Event),
            $"{(record.Time - DateTime.UnixEpoch).TotalSeconds:0}.000000",
            "", "s", "", record.Channel, "", record.UniqueId, record.LinkedId, "", "")));
        return new(file, CelLines.Columns, new CelClock(zone), TimeProvider.System);
    }

    private ICelStore Table(TimeZoneInfo zone, IEnumerable<CelRecord> records)
    {
        var connection = $"Data Source={_folder.File("cel.db")};Pooling=False";
        using (var database = new SqliteConnection(connection))
        {
            database.Open();
            Run(database, "DROP TABLE IF EXISTS cel");
            Run(database, "CREATE TABLE cel (id INTEGER PRIMARY KEY, eventtype, eventtime, cidnum, exten, channame, "
                + "uniqueid, linkedid, eventextra)");
            foreach (var record in records)
                Run(database,
                    "INSERT INTO cel (eventtype, eventtime, cidnum, exten, channame, uniqueid, linkedid, eventextra) "
                    + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
                    CelEvents.NameOf(record.Event), $"{(record.Time - DateTime.UnixEpoch).TotalSeconds:0}.0",
                    record.CallerNumber,
                    record.Extension, record.Channel, record.UniqueId, record.LinkedId, record.Extra);
        }
        return CelStores.Open(new CelTableOptions { Provider = "sqlite", Connection = connection }, zone);
    }

    private static void Run(SqliteConnection database, string sql, params string[] values)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values.Length; index++)
            command.Parameters.AddWithValue($"${index}", values[index]);
        command.ExecuteNonQuery();
    }
}
