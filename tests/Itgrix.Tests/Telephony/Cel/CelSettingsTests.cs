using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel;

[TestClass]
public sealed class CelSettingsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void A_file_has_the_columns_of_asterisks_sample_unless_others_are_named()
    {
        Read("""{"file": "Master.csv"}""").Should().BeEquivalentTo(
            new CelFileOptions { File = _folder.File("Master.csv"), Columns = CelColumns.Sample });
        Read("""{"file": "/m.csv", "columns": ["eventtype", "eventtime", "uniqueid", "linkedid", "channame"]}""")
            .Should()
            .BeOfType<CelFileOptions>().Which.Columns.Should().HaveCount(5);
        _mistakes.Should().BeEmpty();
    }

    [TestMethod]
    public void All_settings_of_a_table_are_read()
    {
        var options = Read("""
            {"provider": "MySqlConnector.MySqlConnectorFactory, MySqlConnector",
             "assembly": "providers/MySqlConnector.dll",
             "connection": "Server=localhost;Password=topsecret", "table": "asteriskcdrdb.cel",
             "columns": {"extra": "eventextra"},
             "utc": true, "timeout": 5}
            """);

        _mistakes.Should().BeEmpty();
        options.Should().BeEquivalentTo(new CelTableOptions
        {
            Provider = "MySqlConnector.MySqlConnectorFactory, MySqlConnector",
            Assembly = _folder.File("providers/MySqlConnector.dll"),
            Connection = "Server=localhost;Password=topsecret", Table = "asteriskcdrdb.cel",
            Utc = true, Timeout = TimeSpan.FromSeconds(5),
            Columns = new Dictionary<CelField, string> { [CelField.Extra] = "eventextra" },
        });
        options!.ToString().Should().NotContain("topsecret");
    }

    [TestMethod]
    public void The_connection_may_be_in_the_environment_or_in_a_file()
    {
        Environment.SetEnvironmentVariable("ITGRIX_TEST_CEL", "Data Source=/e.db");
        _folder.Write("secret", "Data Source=/f.db\n");

        Connection("""{"env": "ITGRIX_TEST_CEL"}""").Should().Be("Data Source=/e.db");
        Connection("""{"file": "secret"}""").Should().Be("Data Source=/f.db");
        _mistakes.Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("{}", "cel.file or provider is needed*")]
    [DataRow("""{"file": "a", "provider": "sqlite"}""", "cel.file or provider is needed, and only one*")]
    [DataRow(
        """{"file": "a", "columns": ["eventtype", "eventtime"]}""", "cel.columns lacks channame, linkedid, uniqueid*")]
    [DataRow("""{"file": "a", "columns": ["eventtype", "eventtime", "channame", "linkedid", "uniqueid", 5]}""",
        "cel.columns has 5*")]
    [DataRow("""{"file": "a", "colums": []}""", "cel.colums is not known here*")]
    [DataRow("""{"file": 5}""", "cel.file is 5*")]
    [DataRow("""{"provider": "oracle", "connection": "x"}""", "cel.provider is \"oracle\"*Type, Assembly*")]
    [DataRow("""{"provider": "sqlite"}""", "cel.connection is missing*")]
    [DataRow("""{"provider": "sqlite", "connection": 5}""", "cel.connection is neither a text nor an object*")]
    [DataRow("""{"provider": "sqlite", "connection": {}}""", "cel.connection needs either*")]
    [DataRow("""{"provider": "sqlite", "connection": {"env": "ITGRIX_TEST_NONE"}}""",
        "cel.connection must be in the environment variable ITGRIX_TEST_NONE*")]
    [DataRow("""{"provider": "sqlite", "connection": {"file": "none"}}""", "cel.connection cannot be read*")]
    [DataRow("""{"provider": "sqlite", "connection": "x", "columns": {"colour": "a"}}""",
        "cel.columns.colour is unknown*extra*")]
    [DataRow("""{"provider": "sqlite", "connection": "x", "timeout": 0}""", "cel.timeout is 0*")]
    public void A_mistake_in_the_cel_section_is_reported_with_its_fix(string json, string mistake)
    {
        Read(json);

        _mistakes.Should().ContainSingle().Which.Should().Match(mistake);
    }

    private string? Connection(string json) =>
        (Read($$"""{"provider": "sqlite", "connection": {{json}}}""") as CelTableOptions)?.Connection;

    private CelOptions? Read(string json) =>
        ReadSettings.From<CelSettings>("cel", json, _mistakes, _folder.Path).Options;
}
