using System.Data.Common;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;
using Npgsql;

namespace Itgrix.Tests.Telephony.Cel.Tables;

/// <summary>As the columns of cel_pgsql's sample are, in a real server.</summary>
[TestClass]
public sealed class PostgreSqlCelTableTests : CelTableTests
{
    private static PostgreSqlServer _server = null!;

    protected override string Create => """
        CREATE TABLE {0} (id serial PRIMARY KEY, eventtype varchar(30) NOT NULL, eventtime timestamp NOT NULL,
        userdeftype varchar(255), cid_name varchar(80), cid_num varchar(80), cid_ani varchar(80), cid_rdnis varchar(80),
        cid_dnid varchar(80), exten varchar(80), context varchar(80), channame varchar(80), appname varchar(80),
        appdata varchar(80), amaflags int, accountcode varchar(20), peeraccount varchar(20), uniqueid varchar(150),
        linkedid varchar(150), userfield varchar(255), peer varchar(80), extra text)
        """;

    internal override IReadOnlyDictionary<CelField, string> Names => UnderscoredNames;

    internal static IReadOnlyDictionary<CelField, string> UnderscoredNames { get; } = new Dictionary<CelField, string>
    {
        [CelField.EventType] = "eventtype", [CelField.EventTime] = "eventtime", [CelField.CallerName] = "cid_name",
        [CelField.CallerNumber] = "cid_num", [CelField.Ani] = "cid_ani", [CelField.DialedNumber] = "cid_dnid",
        [CelField.Extension] = "exten", [CelField.Context] = "context", [CelField.Channel] = "channame",
        [CelField.Application] = "appname", [CelField.ApplicationData] = "appdata", [CelField.Account] = "accountcode",
        [CelField.UniqueId] = "uniqueid", [CelField.LinkedId] = "linkedid", [CelField.Peer] = "peer",
        [CelField.UserField] = "userfield", [CelField.Extra] = "extra",
    };

    internal override CelTableOptions Options =>
        new() { Provider = "postgresql", Connection = _server.ConnectionString };

    [ClassInitialize]
    public static void StartServer(TestContext _) => _server = new();

    [ClassCleanup]
    public static void StopServer()
    {
        NpgsqlConnection.ClearAllPools();
        _server.Dispose();
    }

    [TestMethod]
    [DataRow("timestamptz")]
    [DataRow("text")]
    [DataRow("double precision")]
    [DataRow("numeric")]
    public async Task Times_of_other_types_are_compared_as_well(string type)
    {
        Insert(Records(0, 30));
        var change = type switch
        {
            "timestamptz" => "eventtime AT TIME ZONE 'UTC' - interval '3 hours'",
            "text" => "eventtime::text",
            _ => $"(extract(epoch from eventtime) - 3 * 3600)::{type}",
        };
        Execute($"ALTER TABLE cel ALTER COLUMN eventtime TYPE {type} USING {change}");

        var records = await Open()
            .ReadAsync(CelLines.Start.AddSeconds(10), CelLines.Start.AddSeconds(13), default).ToList();

        records.Seconds().Should().Equal(10, 11, 12);
    }

    [TestMethod]
    public async Task A_table_of_another_schema_is_named_with_it()
    {
        Insert(Records(0, 1));
        Execute("DROP SCHEMA IF EXISTS \"My CDR\" CASCADE",
            "CREATE SCHEMA \"My CDR\"", "ALTER TABLE cel SET SCHEMA \"My CDR\"");

        var records = await Open(Options with { Table = "My CDR.cel" })
            .ReadAsync(CelLines.Start, null, default).ToList();

        records.Should().ContainSingle();
    }

    [TestMethod]
    public async Task A_server_that_is_away_may_come_back_and_its_password_stays_secret()
    {
        var away = Options
            with { Connection = "Host=127.0.0.1;Port=1;Username=u;Password=topsecret;Database=asterisk" };

        var error = await Open(away).Invoking(All).Should().ThrowAsync<CelStoreException>();

        error.WithMessage("The table cel of Npgsql 127.0.0.1 asterisk cannot be read*Try again later*")
            .Which.IsTransient.Should().BeTrue();
        error.Which.ToString().Should().NotContain("topsecret");
    }

    [TestMethod]
    public async Task A_query_that_takes_too_long_ends()
    {
        Execute("DROP TABLE cel", """
            CREATE OR REPLACE VIEW slow AS SELECT 1 AS id, 'ANSWER' AS eventtype, now()::timestamp AS eventtime,
            'a' AS channame, 'a' AS uniqueid, 'a' AS linkedid FROM (SELECT pg_sleep(60)) AS sleep
            """);

        var error = await Open(Options with { Table = "slow", Timeout = TimeSpan.FromSeconds(1) })
            .Invoking(store => store.ReadAsync(new(2020, 1, 1), null, default).ToList())
            .Should().ThrowAsync<CelStoreException>();

        error.Which.IsTransient.Should().BeTrue();
        Execute("DROP VIEW slow");
    }

    protected override DbConnection Connect() => new NpgsqlConnection(_server.ConnectionString);

    protected override object Written(DateTime time) => time;
}
