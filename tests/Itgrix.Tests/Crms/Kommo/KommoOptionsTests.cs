using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoOptionsTests
{
    private const string Integration =
        """ "client_id": "c", "client_secret": "s", "redirect_uri": "https://example.com" """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    [DataRow("https://example.kommo.com")]
    [DataRow("https://example.amocrm.ru/")]
    [DataRow("https://example.amocrm.com")]
    [DataRow("http://127.0.0.1:8025")]
    [DataRow("http://localhost:8025")]
    public void An_account_of_either_domain_and_a_token_are_sufficient(string account)
    {
        var options = Read($$"""{"account": "{{account}}", "long_lived_token": "t"}""");

        _mistakes.Should().BeEmpty();
        options.Account.Should().Be(new Uri(account));
        options.RequestsPerSecond.Should().Be(7);
        options.Timeout.Should().Be(TimeSpan.FromSeconds(30));
    }

    [TestMethod]
    public void All_settings_are_read()
    {
        _folder.Write("code", "def\n");

        var options = Read($$"""
            {"account": "https://a.kommo.com", {{Integration}}, "authorization_code": {"file": "code"},
             "requests_per_second": 3, "timeout": 5}
            """);

        _mistakes.Should().BeEmpty();
        options.ClientId.Should().Be("c");
        options.ClientSecret!.Reveal().Should().Be("s");
        options.RedirectUri.Should().Be("https://example.com");
        options.AuthorizationCode!.Reveal().Should().Be("def");
        options.RequestsPerSecond.Should().Be(3);
        options.Timeout.Should().Be(TimeSpan.FromSeconds(5));
        options.ToString().Should().NotContain("def").And.Contain("***");
    }

    [TestMethod]
    [DataRow("""{"long_lived_token": "t"}""", "kommo.account is missing")]
    [DataRow("""{"account": "https://kommo.com", "long_lived_token": "t"}""", "kommo.account is \"https://kommo.com\"")]
    [DataRow("""{"account": "example", "long_lived_token": "t"}""", "kommo.account is")]
    [DataRow("""{"account": "http://a.kommo.com", "long_lived_token": "t"}""", "kommo.account is")]
    [DataRow("""{"account": "https://a.kommo.com.evil.example", "long_lived_token": "t"}""", "kommo.account is")]
    [DataRow("""{"account": "https://u:p@a.kommo.com", "long_lived_token": "t"}""", "kommo.account is")]
    [DataRow("""{"account": "https://a.kommo.com/leads/", "long_lived_token": "t"}""", "kommo.account is")]
    [DataRow("""{"account": "https://a.kommo.com"}""", "kommo.client_id is missing")]
    [DataRow("""{"account": "https://a.kommo.com", "client_id": "c", "redirect_uri": "https://x.y"}""",
        "kommo.client_secret is missing")]
    [DataRow("""{"account": "https://a.kommo.com", "long_lived_token": ""}""", "kommo.long_lived_token is empty")]
    [DataRow("""{"account": "https://a.kommo.com", "long_lived_token": "t", "redirect_uri": "there"}""",
        "kommo.redirect_uri is")]
    [DataRow("""{"account": "https://a.kommo.com", "long_lived_token": "t", "requests_per_second": 51}""",
        "kommo.requests_per_second is 51")]
    [DataRow("""{"account": "https://a.kommo.com", "long_lived_token": "t", "timeout": 0}""", "kommo.timeout is 0")]
    [DataRow("""{"account": "https://a.kommo.com", "long_lived_token": "t", "tiemout": 1}""",
        "kommo.tiemout is not known")]
    public void A_mistake_is_named_with_its_place(string json, string expected)
    {
        Read(json);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    private KommoOptions Read(string json) => ReadSettings.From<KommoOptions>(
        "kommo", $$"""{"default_user": 501, {{json[1..]}}""", _mistakes, _folder.Path);
}
