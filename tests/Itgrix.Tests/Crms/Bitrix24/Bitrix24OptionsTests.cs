using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class Bitrix24OptionsTests
{
    private const string OAuth =
        "\"portal\": \"https://p.bitrix24.com\", \"client_id\": \"local.1\", \"client_secret\": \"cs\", "
        + "\"refresh_token\": \"rt\"";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void A_webhook_is_sufficient_access()
    {
        var options = Read("""{"webhook": "https://p.bitrix24.com/rest/17/abc123"}""");

        _mistakes.Should().BeEmpty();
        options.Webhook!.Reveal().Should().Be("https://p.bitrix24.com/rest/17/abc123/");
        (options.RequestsPerSecond, options.Burst, options.Timeout).Should().Be((2, 50, TimeSpan.FromSeconds(30)));
        options.Portal.Should().Be("p.bitrix24.com");
    }

    [TestMethod]
    public void All_settings_are_read()
    {
        _folder.Write("secret", "from file\n");

        var options = Read("""
            {"oauth": {"portal": "https://p.bitrix24.com", "client_id": "local.1", "client_secret": {"file": "secret"},
             "refresh_token": "rt", "tokens": "t.json", "server": "https://oauth.bitrix24.tech/oauth/token/"},
             "requests_per_second": 5, "burst": 250, "timeout": 12.5, "upload_timeout": 60, "connect_timeout": 3,
             "application_token": {"file": "secret"}}
            """);

        _mistakes.Should().BeEmpty();
        options.OAuth!.ClientSecret.Reveal().Should().Be("from file");
        options.OAuth.Tokens.Should().Be(_folder.File("t.json"));
        options.OAuth.Server.Host.Should().Be("oauth.bitrix24.tech");
        (options.RequestsPerSecond, options.Burst).Should().Be((5, 250));
        (options.Timeout, options.ConnectTimeout).Should().Be((TimeSpan.FromSeconds(12.5), TimeSpan.FromSeconds(3)));
        options.UploadTimeout.Should().Be(TimeSpan.FromMinutes(1));
        options.ApplicationToken!.Reveal().Should().Be("from file");
    }

    [TestMethod]
    public void Tokens_are_kept_beside_the_configuration_by_default()
    {
        Read("{\"oauth\": {" + OAuth + "}}").OAuth!.Tokens.Should().Be(_folder.File("bitrix24.tokens.json"));
    }

    [TestMethod]
    public void The_simulated_portal_on_this_machine_needs_no_encryption()
    {
        Read("""{"webhook": "http://127.0.0.1:8024/rest/1/abc/"}""").Portal.Should().Be("127.0.0.1:8024");
    }

    [TestMethod]
    public void A_secret_appears_in_no_text()
    {
        var options = Read("""{"webhook": "https://p.bitrix24.com/rest/17/hush/"}""");

        $"{options}".Should().NotContain("hush");
    }

    [TestMethod]
    [DataRow("{}", "bitrix24.webhook or oauth is needed")]
    [DataRow("{\"webhook\": \"https://p/rest/1/x/\", \"oauth\": {"
        + OAuth + "}}", "bitrix24.webhook or oauth is needed, and only one")]
    [DataRow("""{"webhook": "hush"}""", "bitrix24.webhook is no address of an incoming webhook")]
    [DataRow("""{"webhook": "https://p/hush/"}""", "bitrix24.webhook is no address of an incoming webhook")]
    [DataRow("""{"webhook": "https://p/rest/hush/1/profile.json"}""",
        "bitrix24.webhook is no address of an incoming webhook")]
    [DataRow("""{"webhook": "http://p/rest/1/hush/"}""", "bitrix24.webhook starts with http")]
    [DataRow("""{"webhook": "https://p/rest/1/hush/", "burst": 1}""", "bitrix24.burst is 1")]
    [DataRow("""{"webhook": "https://p/rest/1/hush/", "webhok": ""}""", "bitrix24.webhok is not known")]
    [DataRow("""{"oauth": {"portal": "ftp://p", "client_id": "i", "client_secret": "s", "refresh_token": "r"}}""",
        "bitrix24.oauth.portal is no https address")]
    [DataRow("""{"oauth": {"portal": "https://p", "client_id": "i", "client_secret": 5, "refresh_token": "r"}}""",
        "bitrix24.oauth.client_secret is neither")]
    public void A_mistake_is_named_with_its_place_and_without_the_secret(string json, string expected)
    {
        Read(json);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected).And.NotContain("hush");
    }

    // What every portal needs is added where it is not what the test is about.
    private Bitrix24Options Read(string json)
    {
        var section = JsonNode.Parse(json)!.AsObject();
        section.TryAdd("default_user", 1);
        return ReadSettings.From<Bitrix24Options>("bitrix24", section.ToJsonString(), _mistakes, _folder.Path);
    }
}
