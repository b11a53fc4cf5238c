using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class OutboxOptionsTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void All_settings_are_read()
    {
        var options = Read(
            """{"outbox": {"file": "data/outbox.db", "keep_days": 7, "first_pause": 0.5, "longest_pause": 60}}""");

        options.File.Should().Be(_folder.File("data/outbox.db"));
        options.PostgreSql.Should().BeNull();
        (options.Keep, options.FirstDelay, options.MaxDelay).Should()
            .Be((TimeSpan.FromDays(7), TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1)));
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"outbox": {}}""")]
    public void Without_settings_the_documented_defaults_apply(string json)
    {
        var options = Read(json);

        options.File.Should().EndWith("/itgrix/outbox.db");
        Path.IsPathFullyQualified(options.File).Should().BeTrue();
        options.PostgreSql.Should().BeNull();
        (options.Keep, options.FirstDelay, options.MaxDelay).Should()
            .Be((TimeSpan.FromDays(31), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)));
    }

    [TestMethod]
    public void The_connection_string_may_be_in_a_file_and_is_hidden()
    {
        _folder.Write("connection", "Host=db;Password=hidden\n");

        var options = Read("""{"outbox": {"postgresql": {"file": "connection"}}}""");

        options.PostgreSql!.Reveal().Should().Be("Host=db;Password=hidden");
        options.ToString().Should().NotContain("hidden");
    }

    [TestMethod]
    [DataRow("""{"outbox": {"file": "a", "postgresql": "Host=db"}}""",
        "outbox.postgresql and file cannot both be given: remove one")]
    [DataRow(
        """{"outbox": {"postgresql": "db"}}""", "outbox.postgresql is no connection string: write \"Host=localhost;")]
    [DataRow("""{"outbox": {"postgresql": "Database=itgrix"}}""", "outbox.postgresql is no connection string")]
    [DataRow("""{"outbox": {"postgresql": "Host=db;Timeout=soon"}}""", "outbox.postgresql is no connection string")]
    [DataRow(
        """{"outbox": {"postgresql": "Host=db;Timeout=99999999999"}}""", "outbox.postgresql is no connection string")]
    [DataRow("""{"outbox": {"postgresql": "Host=db;Colour=red"}}""", "outbox.postgresql is no connection string")]
    [DataRow("""{"outbox": {"postgresql": 5}}""", "outbox.postgresql is neither a text nor an object")]
    [DataRow("""{"outbox": {"file": ""}}""", "outbox.file is \"\": give a text")]
    [DataRow("""{"outbox": {"keep_days": 0}}""", "outbox.keep_days is 0: give a number of days from 1 to 3660")]
    [DataRow(
        """{"outbox": {"first_pause": 0}}""", "outbox.first_pause is 0: give a number of seconds from 0.01 to 3600")]
    [DataRow(
        """{"outbox": {"first_pause": 400}}""", "outbox.longest_pause (300 s) is shorter than first_pause (400 s)")]
    [DataRow("""{"outbox": {"path": "a"}}""",
        "outbox.path is not known here. Known: file, first_pause, keep_days, longest_pause, postgresql")]
    public void A_mistake_is_named_with_its_fix(string json, string expected) =>
        FluentActions.Invoking(() => Read(json)).Should().Throw<ConfigException>()
            .Which.Mistakes.Should().ContainSingle().Which.Should().StartWith(expected);

    private OutboxOptions Read(string json) => ItgrixConfig.Load(_folder.Write("config.json", json)).Outbox;
}
