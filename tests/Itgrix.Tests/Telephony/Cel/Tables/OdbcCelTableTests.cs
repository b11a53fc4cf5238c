using System.Data.Common;
using System.Data.Odbc;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;
using Npgsql;

namespace Itgrix.Tests.Telephony.Cel.Tables;

/// <summary>As cel_odbc writes it, by a real driver into a real server.</summary>
[TestClass]
public sealed class OdbcCelTableTests : CelTableTests
{
    private static PostgreSqlServer _server = null!;

    protected override string Create => """
        CREATE TABLE {0} (id serial PRIMARY KEY, eventtype varchar(30) NOT NULL, eventtime timestamp NOT NULL,
        cid_name varchar(80), cid_num varchar(80), cid_ani varchar(80), cid_dnid varchar(80), exten varchar(80),
        context varchar(80), channame varchar(80), appname varchar(80), appdata varchar(80), accountcode varchar(20),
        uniqueid varchar(150), linkedid varchar(150), userfield varchar(255), peer varchar(80), extra text)
        """;

    internal override IReadOnlyDictionary<CelField, string> Names => PostgreSqlCelTableTests.UnderscoredNames;

    internal override CelTableOptions Options => new() { Provider = "odbc", Connection = ConnectionString };

    private static string ConnectionString =>
        $"Driver=PostgreSQL Unicode;Server={_server.Folder};Database=postgres;Uid=postgres";

    [ClassInitialize]
    public static void StartServer(TestContext _) => _server = new();

    [ClassCleanup]
    public static void StopServer()
    {
        NpgsqlConnection.ClearAllPools();
        OdbcConnection.ReleaseObjectPool();
        _server.Dispose();
    }

    [TestMethod]
    public async Task A_server_that_is_away_may_come_back_and_its_password_stays_secret()
    {
        var away = Options with
        {
            Connection = "Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=1;Database=asterisk;Uid=u;Pwd=topsecret",
        };

        var error = await Open(away).Invoking(All).Should().ThrowAsync<CelStoreException>();

        error.WithMessage("*Odbc*asterisk cannot be read*Try again later*").Which.IsTransient.Should().BeTrue();
        error.Which.ToString().Should().NotContain("topsecret");
    }

    // Only the service's own reads use ODBC.
    protected override DbConnection Connect() => new NpgsqlConnection(_server.ConnectionString);

    protected override object Written(DateTime time) => time;
}
