using System.Data.Common;
using System.Globalization;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Telephony.Cel.Tables;

/// <summary>As cel_sqlite3_custom makes it, from its sample with the linkedid added.</summary>
[TestClass]
public sealed class SqliteCelTableTests : CelTableTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override string Create => """
        CREATE TABLE {0} (AcctId INTEGER PRIMARY KEY, eventtype VARCHAR, eventtime VARCHAR, cidname VARCHAR,
        cidnum VARCHAR,
        cidani VARCHAR, cidrdnis VARCHAR, ciddnid VARCHAR, context VARCHAR, exten VARCHAR, channame VARCHAR,
        appname VARCHAR,
        appdata VARCHAR, amaflags VARCHAR, accountcode VARCHAR, uniqueid VARCHAR, userfield VARCHAR, peer VARCHAR,
        userdeftype VARCHAR, eventextra VARCHAR, linkedid VARCHAR)
        """;

    internal override IReadOnlyDictionary<CelField, string> Names { get; } = new Dictionary<CelField, string>
    {
        [CelField.EventType] = "eventtype", [CelField.EventTime] = "eventtime", [CelField.CallerName] = "cidname",
        [CelField.CallerNumber] = "cidnum", [CelField.Ani] = "cidani", [CelField.DialedNumber] = "ciddnid",
        [CelField.Extension] = "exten", [CelField.Context] = "context", [CelField.Channel] = "channame",
        [CelField.Application] = "appname", [CelField.ApplicationData] = "appdata", [CelField.Account] = "accountcode",
        [CelField.UniqueId] = "uniqueid", [CelField.LinkedId] = "linkedid", [CelField.Peer] = "peer",
        [CelField.UserField] = "userfield", [CelField.Extra] = "eventextra",
    };

    internal override CelTableOptions Options =>
        new() { Provider = "sqlite", Connection = $"Data Source={_folder.File("cel.db")}" };

    [TestMethod]
    public async Task Whatever_way_the_time_is_written_it_is_read_and_compared()
    {
        object[] ways =
        [
            "2026-11-21 06:16:50",
            "2026-11-21 06:16:50.000", "2026-11-21T06:16:50", "20261121061650", "2026-11-21 03:16:50Z",
            1_795_231_010L, 1_795_231_010.0, "1795231010", "1795231010.000000", "11/21/2026 06:16:50",
        ];
        foreach (var way in ways)
        {
            Execute("DROP TABLE cel", "CREATE TABLE cel (eventtype, eventtime, uniqueid, linkedid, channame)");
            Row(way);

            (await Open().ReadAsync(CelLines.Start.AddSeconds(10), null, default).ToList()).Seconds()
                .Should().Equal([10], $"{way} is read");
            (await Open().ReadAsync(CelLines.Start.AddSeconds(11), null, default).ToList())
                .Should().BeEmpty($"{way} is too early");
            (await Open().ReadAsync(CelLines.Start, CelLines.Start.AddSeconds(10), default).ToList())
                .Should().BeEmpty($"{way} is too late");
        }
    }

    [TestMethod]
    public async Task Without_an_id_the_end_of_a_channel_comes_after_its_hangup_of_the_same_moment()
    {
        Execute("DROP TABLE cel", "CREATE TABLE cel (eventtype, eventtime, uniqueid, linkedid, channame)");
        foreach (var type in new[] { "LINKEDID_END", "CHAN_END", "BRIDGE_EXIT", "HANGUP" })
            Execute($"INSERT INTO cel VALUES ('{type}', '2026-11-21 06:16:50', '1.1', '1.1', 'PJSIP/101-1')");

        var expected = new[] { CelEvent.BridgeExit, CelEvent.Hangup, CelEvent.ChanEnd, CelEvent.LinkedIdEnd };
        (await Open().ReadAsync(CelLines.Start, null, default).ToList()).Select(record => record.Event)
            .Should().Equal(expected);
        (await Open().ReadCallAsync("1.1", default).ToList()).Select(record => record.Event).Should().Equal(expected);
    }

    [TestMethod]
    public async Task Times_in_utc_are_brought_into_the_servers_zone()
    {
        Execute("DROP TABLE cel", "CREATE TABLE cel (eventtype, eventtime, uniqueid, linkedid, channame)");
        Row("2026-11-21 03:16:50");

        var records = await Open(Options with { Utc = true })
            .ReadAsync(CelLines.Start.AddSeconds(10), CelLines.Start.AddSeconds(11), default).ToList();

        records.Seconds().Should().Equal(10);
    }

    [TestMethod]
    public async Task Rows_that_are_no_records_are_left_out()
    {
        Execute("DROP TABLE cel",
            "CREATE TABLE cel (id INTEGER PRIMARY KEY, eventtype, eventtime, uniqueid, linkedid, channame)");
        Row("2026-11-21 06:16:50");
        Row(DBNull.Value);
        Row("0000-00-00 00:00:00");
        Row("2026-11-21 06:16:5x");
        Row("2026-11-21 06:16:51");

        (await Open().ReadAsync(CelLines.Start, null, default).ToList()).Seconds().Should().Equal(10, 11);
    }

    [TestMethod]
    public async Task Event_types_by_number_are_known()
    {
        Execute("DROP TABLE cel", "CREATE TABLE cel (eventtype INTEGER, eventtime, uniqueid, linkedid, channame)");
        Row("1795231010.5", type: 16);

        (await Open().ReadAsync(CelLines.Start, null, default).ToList()).Should().ContainSingle()
            .Which.Event.Should().Be(CelEvent.LinkedIdEnd);
    }

    [TestMethod]
    public async Task Asterisk_can_write_while_the_table_is_read()
    {
        Insert(Records(0, 10));
        await using var reading = Open().ReadAsync(CelLines.Start, null, default).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).Should().BeTrue();

        Insert(Records(10, 1));

        (await reading.MoveNextAsync()).Should().BeTrue();
    }

    [TestMethod]
    public async Task A_missing_database_is_reported_and_not_made()
    {
        var missing = _folder.File("none.db");

        await Open(Options with { Connection = $"Data Source={missing}" }).Invoking(All)
            .Should().ThrowAsync<CelStoreException>()
            .WithMessage($"The table cel of Sqlite {missing} cannot be read*");

        File.Exists(missing).Should().BeFalse();
    }

    [TestMethod]
    public void A_connection_string_that_is_none_is_refused_without_being_shown()
    {
        FluentActions.Invoking(() => Open(Options with { Connection = "/var/secret.db" }))
            .Should().Throw<CelStoreException>()
            .WithMessage("asterisk.cel.connection is not a connection string*")
            .Which.ToString().Should().NotContain("secret");
    }

    public void Dispose() => _folder.Dispose();

    protected override DbConnection Connect()
    {
        return new SqliteConnection($"Data Source={_folder.File("cel.db")};Pooling=false");
    }

    protected override object Written(DateTime time) =>
        new CelClock(CelLines.Zone).FirstOf(time) is var utc
            ? ((decimal)(utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond)
            .ToString("0.000000", CultureInfo.InvariantCulture)
            : "";

    private void Row(object time, object? type = null)
    {
        using var connection = (SqliteConnection)Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO cel (eventtype, eventtime, uniqueid, linkedid, channame) VALUES ($type, $time, "
            + "'1.1', '1.1', 'x')";
        command.Parameters.AddWithValue("$type", type ?? "ANSWER");
        command.Parameters.AddWithValue("$time", time);
        command.ExecuteNonQuery();
    }
}
