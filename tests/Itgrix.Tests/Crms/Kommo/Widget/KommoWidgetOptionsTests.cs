using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

[TestClass]
public sealed class KommoWidgetOptionsTests
{
    private static readonly string Hash = PasswordHash.Create("password", 10_000).Text;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void Login_and_hash_are_sufficient()
    {
        var options = Read($$"""{"login": "widget", "password_hash": "{{Hash}}"}""");

        _mistakes.Should().BeEmpty();
        options.Login.Should().Be("widget");
        options.Password.Fits("password").Should().BeTrue();
        options.SettingsPassword.Should().BeNull();
        options.File.Should().Be(_folder.File("kommo.widget.json"));
        options.ToString().Should().NotContain("pbkdf2");
    }

    [TestMethod]
    public void The_settings_of_the_widget_have_a_separate_password()
    {
        _folder.Write("hash", PasswordHash.Create("only administrators", 10_000).Text + "\n");

        var options = Read(
            $$"""{"login": "widget", "password_hash": "{{Hash}}", "settings_password_hash": {"file": "hash"} }""");

        _mistakes.Should().BeEmpty();
        (options.SettingsPassword!.Fits("only administrators"), options.SettingsPassword.Fits("password"))
            .Should().Be((true, false));
        options.ToString().Should().NotContain("pbkdf2");
    }

    [TestMethod]
    public void The_hash_may_be_in_a_separate_file_and_the_settings_elsewhere()
    {
        _folder.Write("hash", Hash + "\n");

        var options = Read(
            """{"login": "widget", "password_hash": {"file": "hash"}, "file": "/var/lib/itgrix/widget.json"}""");

        options.Password.Fits("password").Should().BeTrue();
        options.File.Should().Be("/var/lib/itgrix/widget.json");
    }

    [TestMethod]
    [DataRow("{}", "kommo.widget.login is missing",
        "kommo.widget.password_hash is missing: give the line that ./run.sh password prints")]
    [DataRow("""{"login": "a:b", "password_hash": "HASH"}""", "kommo.widget.login has a colon", null)]
    [DataRow(
        """{"login": "a", "password_hash": "password"}""", "kommo.widget.password_hash is no hash of a password", null)]
    [DataRow("""{"login": "a", "password_hash": "HASH", "password": "p"}""",
        "kommo.widget.password is not known here", null)]
    [DataRow("""{"login": "a", "password_hash": "HASH", "settings_password_hash": "HASH"}""",
        "kommo.widget.settings_password_hash is that of password_hash, which every user's browser has: choose another",
        null)]
    [DataRow("""{"login": "a", "password_hash": "HASH", "settings_password_hash": "secret"}""",
        "kommo.widget.settings_password_hash is no hash of a password: give the line that ./run.sh password prints",
        null)]
    [DataRow(
        """{"login": 7, "password_hash": true}""", "kommo.widget.login is 7", "kommo.widget.password_hash is neither")]
    public void Mistakes_are_named_with_their_fix(string json, string first, string? second)
    {
        Read(json.Replace("HASH", Hash));

        _mistakes.Should().HaveCount(second is null ? 1 : 2);
        _mistakes[0].Should().StartWith(first);
        if (second is not null)
            _mistakes[1].Should().StartWith(second);
    }

    [TestMethod]
    public async Task The_configuration_in_the_documentation_lacks_only_the_access_to_the_account()
    {
        var certificate = new TestCertificate("pbx.example.com");
        var page = await File.ReadAllTextAsync(ProjectFolder.Of("docs", "widget.md"));
        var json = page.Split("```json")[1].Split("```")[0]
            .Replace("/etc/letsencrypt/live/pbx.example.com", _folder.Path);
        json = Regex.Replace(json, @"pbkdf2-sha512\$210000\$\.\.\.", _ => PasswordHash.Create("password", 10_000).Text);
        _folder.Write("fullchain.pem", certificate.Pem);
        _folder.Write("privkey.pem", certificate.Key);

        var load = () => ItgrixConfig.Load(_folder.Write("config.json", json));

        load.Should().Throw<ConfigException>().Which.Mistakes.Should().ContainSingle()
            .Which.Should().StartWith("kommo.client_id is missing");
    }

    private KommoWidgetOptions Read(string json) =>
        ReadSettings.From<KommoWidgetOptions>("kommo.widget", json, _mistakes, _folder.Path);
}
