using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service;

/// <summary>A configuration that is saved while the service runs.</summary>
[TestClass]
public sealed class LiveConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LiveConfig _live;

    public LiveConfigTests()
    {
        Save("""{"numbers": {"local_digits": 4}, "http": {"port": 8077}, "kommo": {"account": "https:"""
            + """//a.kommo.com", "long_lived_token": "t", "default_user": 1}}""");
        _live = new(ItgrixConfig.Load(_folder.File("config.json")));
        Settle();
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Live_settings_apply_once_the_file_is_no_longer_written()
    {
        using var log = new RecordedLog();
        Save("""
            {"numbers": {"prefixes": ["+7"], "local_digits": 3, "replacements": [{"prefix": "8", "to": "+7"}]},
             "http": {"port": 8077},
             "extensions": {"only": ["1XX"]}, "customizer": {"enabled": false},
             "kommo": {"account": "https://a.kommo.com", "long_lived_token": "t", "default_user": 1,
             "users": {"101": 7}}}
            """);

        _live.Check();
        _live.Current.Numbers.LocalDigits.Should().Be(4, "somebody may be in the middle of saving it");
        _live.Check();

        var now = _live.Current;
        (now.Numbers.LocalDigits, now.Extensions.Only.Single()
            .Text, now.Customizer.Enabled, now.Of<KommoOptions>()!.Calls.Users["101"])
            .Should().Be((3, "1XX", false, 7));
        log.Lines.Should().ContainSingle().Which.Should().StartWith("Info").And.ContainAll(
            "numbers.prefixes", "numbers.replacements", "extensions.only", "customizer.enabled", "kommo.users.101");
    }

    [TestMethod]
    public void Call_settings_apply_live_and_credentials_of_the_portal_do_not()
    {
        Save("""{"bitrix24": {"webhook": "https://p/rest/1/old/", "default_user": 9, "recording": "none"}}""");
        var live = new LiveConfig(ItgrixConfig.Load(_folder.File("config.json")));
        Save("""
            {"bitrix24": {"webhook": "https://p/rest/1/new/", "default_user": 10, "recording": "file", "burst": 60,
             "card": {"incoming": "never"}, "lines": {"74951234567": "Office"}, "callback_extension": "600",
             "distribution": {"caller_name": true}}}
            """);

        var result = live.Reload();

        result.Applied.Should().BeEquivalentTo(
            "bitrix24.default_user", "bitrix24.recording", "bitrix24.card.incoming", "bitrix24.lines.74951234567",
            "bitrix24.callback_extension", "bitrix24.distribution.caller_name");
        result.NeedRestart.Should().BeEquivalentTo("bitrix24.webhook", "bitrix24.burst");
        var now = live.Current.Of<Bitrix24Options>()!;
        (now.Calls.DefaultUser,
            now.Calls.Recording, now.Calls.Card.Incoming, now.Calls.CallbackExtension, now.Calls.Distribution.ShowsName)
            .Should().Be((10, RecordingMode.File, CardMoment.Never, "600", true));
        (now.Webhook!.Reveal(), now.Burst).Should().Be(("https://p/rest/1/old/", 50));
    }

    [TestMethod]
    public void An_invalid_version_is_reported_once_with_all_its_mistakes_and_changes_nothing()
    {
        using var log = new RecordedLog();
        Save("""{"numbers": {"local_digits": 0, "prefixes": ["x"]}, "extensions": {"only": ["abc", 101]},"""
            + """ "nubmers": {}}""");

        for (var tick = 0; tick < 5; tick++)
            _live.Check();

        _live.Current.Numbers.LocalDigits.Should().Be(4);
        log.Lines.Should().ContainSingle().Which.Should().StartWith("Error").And.ContainAll(
            "numbers.local_digits", "numbers.prefixes",
            "extensions.only has \"abc\"", "extensions.only has 101", "nubmers is not known");
        _live.Reload().Mistakes.Should().HaveCount(5).And.OnlyContain(mistake => mistake.StartsWith("line 1: "));
        Save("""{"numbers": {"local_digits": 2}}""");
        Settle();
        _live.Current.Numbers.LocalDigits.Should().Be(2);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"numbers\": {")]
    [DataRow(null)]
    public void A_file_that_is_gone_or_no_JSON_changes_nothing(string? content)
    {
        if (content is null)
            File.Delete(_folder.File("config.json"));
        else
            Save(content);

        Settle();
        var result = _live.Reload();

        result.Mistakes.Should().ContainSingle();
        _live.Current.Numbers.LocalDigits.Should().Be(4);
    }

    [TestMethod]
    public void A_setting_that_needs_a_restart_is_reported_until_it_is_reverted()
    {
        using var log = new RecordedLog();
        Save("""{"numbers": {"local_digits": 5}, "http": {"port": 9000}, "outbox": {"keep_days": 3}}""");

        var result = _live.Reload();

        result.Applied.Should().Contain("numbers.local_digits");
        result.NeedRestart.Should().Contain(["http.port", "outbox.keep_days", "kommo.account", "kommo.default_user"]);
        (_live.Current.Http.Port, _live.Current.Of<KommoOptions>() is null, _live.Current.Numbers.LocalDigits)
            .Should().Be((8077, false, 5));
        log.Lines.Should().Contain(line => line.StartsWith("Warn") && line.Contains("http.port"));
        Save("""{"numbers": {"local_digits": 5}, "http": {"port": 8077}, "kommo": {"account": "https:"""
            + """//a.kommo.com", "long_lived_token": "t", "default_user": 1}}""");
        _live.Reload().NeedRestart.Should().BeEmpty();
    }

    [TestMethod]
    public void A_configuration_that_a_writer_has_open_is_not_read()
    {
        using (var writer = new FileStream(
            _folder.File("config.json"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.Write("{}"u8);
            writer.Flush();
            Settle();
            _live.Current.Numbers.Should().NotBeNull();
            _live.Current.Http.Port.Should().Be(8077);
            _live.Current.Source.ToString().Should().Contain("local_digits");
        }
        Settle();

        _live.Current.Source.ToString().Should().Be("{}");
    }

    [TestMethod]
    public void The_schema_that_an_editor_reads_is_no_setting_of_the_service()
    {
        Save("""{"$schema": "config.schema.json", "numbers": {"local_digits": 4}, "http": {"port": 8077},"""
            + """ "kommo": {"account": "https://a.kommo.com", "long_lived_token": "t", "default_user": 1}}""");

        _live.Reload().Should().BeEquivalentTo(ConfigReload.None);
    }

    [TestMethod]
    public void How_a_PHP_file_runs_is_decided_at_the_start()
    {
        Save("""{"customizer": {"methods": {"need_registration": {"enabled": false, "php_mode": "process"}}}}""");

        var result = _live.Reload();

        result.Applied.Should().Contain("customizer.methods.need_registration.enabled");
        result.NeedRestart.Should().Contain("customizer.methods.need_registration.php_mode");
    }

    private void Save(string text) => _folder.Write("config.json", text);

    private void Settle()
    {
        for (var tick = 0; tick < 3; tick++)
            _live.Check();
    }
}
