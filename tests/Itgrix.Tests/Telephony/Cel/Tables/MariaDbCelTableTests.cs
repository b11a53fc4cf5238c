using System.Data.Common;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;
using MySqlConnector;

namespace Itgrix.Tests.Telephony.Cel.Tables;

/// <summary>As FreePBX makes it, in a real server.</summary>
[TestClass]
public sealed class MariaDbCelTableTests : CelTableTests
{
    private static MariaDbServer _server = null!;

    protected override string Create => """
        CREATE TABLE {0} (`id` int(11) NOT NULL AUTO_INCREMENT, `eventtype` varchar(30) NOT NULL,
        `eventtime` datetime NOT NULL,
        `cid_name` varchar(80) NOT NULL, `cid_num` varchar(80) NOT NULL, `cid_ani` varchar(80) NOT NULL,
        `cid_rdnis` varchar(80) NOT NULL DEFAULT '', `cid_dnid` varchar(80) NOT NULL, `exten` varchar(80) NOT NULL,
        `context` varchar(80) NOT NULL, `channame` varchar(80) NOT NULL, `src` varchar(80) NOT NULL DEFAULT '',
        `dst` varchar(80) NOT NULL DEFAULT '', `channel` varchar(80) NOT NULL DEFAULT '',
        `dstchannel` varchar(80) NOT NULL DEFAULT '', `appname` varchar(80) NOT NULL, `appdata` varchar(255) NOT NULL,
        `amaflags` int(11) NOT NULL DEFAULT 0, `accountcode` varchar(20) NOT NULL, `uniqueid` varchar(64) NOT NULL,
        `linkedid` varchar(64) NOT NULL, `peer` varchar(80) NOT NULL, `userdeftype` varchar(255) NOT NULL DEFAULT '',
        `extra` varchar(512) NOT NULL, `userfield` varchar(255) NOT NULL, PRIMARY KEY (`id`),
        KEY `uniqueid_index` (`uniqueid`), KEY `linkedid_index` (`linkedid`)) ENGINE=InnoDB
        """;

    internal override IReadOnlyDictionary<CelField, string> Names => PostgreSqlCelTableTests.UnderscoredNames;

    internal override CelTableOptions Options => new() { Provider = "mysql", Connection = _server.ConnectionString };

    protected override TimeSpan Precision => TimeSpan.FromSeconds(1);

    [ClassInitialize]
    public static void StartServer(TestContext _) => _server = new();

    [ClassCleanup]
    public static void StopServer()
    {
        MySqlConnection.ClearAllPools();
        _server.Dispose();
    }

    [TestMethod]
    public async Task A_wrong_password_is_no_passing_trouble()
    {
        var options = Options with { Connection = $"{_server.ConnectionString};Password=topsecret" };

        var error = await Open(options).Invoking(All).Should().ThrowAsync<CelStoreException>();

        error.WithMessage("*MySql*asteriskcdrdb cannot be read*Access denied*").Which.IsTransient.Should().BeFalse();
        error.Which.ToString().Should().NotContain("topsecret");
    }

    protected override DbConnection Connect()
    {
        var connection = _server.Connect();
        connection.Close();
        return connection;
    }

    protected override object Written(DateTime time) => time;
}
