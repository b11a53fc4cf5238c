using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service;

[TestClass]
public sealed class ItgrixConfigTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void All_settings_are_read()
    {
        var config = Read("""
            {
              // comments are welcome
              "customizer": {
                "enabled": true,
                "timeout": 2.5,
                "folders": ["own", {"path": "/opt/itgrix_bx/customizer/actions", "crm": "bitrix24"}],
                "methods": {
                  "process_record_file_path": {"enabled": true, "timeout": 20, "php_mode": "warm"},
                  "kommo/need_registration": {"enabled": false},
                },
                "memory_mb": 128, "output_mb": 1, "workers": 3, "php": "php8.2", "php_cgi": "php-cgi8.2",
                "php_mode": "process", "cache": "/var/cache/itgrix",
              },
            }
            """);

        config.Timeout.Should().Be(TimeSpan.FromSeconds(2.5));
        config.Folders.Should().Equal(
            new HookFolder(_folder.File("own"), null),
            new HookFolder("/opt/itgrix_bx/customizer/actions", Crm.Bitrix24));
        config.Memory.Should().Be(128 << 20);
        config.Output.Should().Be(1 << 20);
        config.Workers.Should().Be(3);
        config.Php.Should().Be("php8.2");
        config.PhpCgi.Should().Be("php-cgi8.2");
        config.PhpModeOf(Hook("kommo/process_record_file_path")).Should().Be(PhpModeKind.Warm);
        config.PhpModeOf(Hook("kommo/need_registration")).Should().Be(PhpModeKind.Process);
        config.Cache.Should().Be("/var/cache/itgrix");
        config.IsEnabled(Hook("kommo/need_registration")).Should().BeFalse();
        config.IsEnabled(Hook("bitrix24/need_registration")).Should().BeTrue();
        config.LimitOf(Hook("kommo/process_record_file_path")).Should().Be(TimeSpan.FromSeconds(20));
    }

    [TestMethod]
    public void Without_settings_converting_a_record_has_ten_seconds_and_every_other_hook_the_general_limit()
    {
        var config = Read("{}");

        foreach (var hook in HookCatalog.All)
            config.LimitOf(hook).Should().Be(
                hook.Name == "process_record_file_path" ? TimeSpan.FromSeconds(10) : config.Timeout, hook.Id);
    }

    [TestMethod]
    public void All_mistakes_are_reported_together_each_with_its_fix()
    {
        var read = () => Read("""
            {"customiser": {}, "customizer": {"enabled": "yes", "timeout": 0, "folders": [5], "memory_mb": 1, "php": "",
             "methods": {"need_registratoin": {}, "need_registration": {"timeout": "5", "active": true}}}}
            """);

        read.Should().Throw<ConfigException>().Which.Mistakes.Should().SatisfyRespectively(
            one => one.Should().Be("customizer.enabled is \"yes\": give true or false."),
            one => one.Should().StartWith("customizer.timeout is 0: give a number of seconds from 0.01 to 600"),
            one => one.Should().StartWith("customizer.folders has 5: give a path"),
            one => one.Should()
                .StartWith("customizer.methods.need_registratoin is not a hook: did you mean need_registration?"),
            one => one.Should().StartWith("customizer.methods.need_registration.timeout is \"5\""),
            one => one.Should().StartWith("customizer.methods.need_registration.active is not known here"),
            one => one.Should().StartWith("customizer.memory_mb is 1: give a number of megabytes from 64"),
            one => one.Should().StartWith("customizer.php is \"\": give a text"),
            one => one.Should()
                .StartWith("customiser is not known here: did you mean customizer? Known: admin, asterisk, "
                + "autodistribution, bitrix24, calls, click_to_call, customizer, extensions, http, kommo, log, "
                + "metrics, numbers, outbox, recordings."));
    }

    [TestMethod]
    [DataRow("", "It is empty")]
    [DataRow("{", "not valid JSON")]
    [DataRow("[]", "not an object")]
    public void A_file_that_is_no_configuration_is_refused(string content, string words)
    {
        var read = () => Read(content);

        read.Should().Throw<ConfigException>().WithMessage($"*config.json*{words}*");
    }

    [TestMethod]
    public void A_named_file_that_is_missing_is_an_error()
    {
        var read = () => ItgrixConfig.Load(_folder.File("none.json"));

        read.Should().Throw<ConfigException>().WithMessage("*none.json*cannot be read*");
    }

    private static HookDefinition Hook(string id) => HookCatalog.Find(id)!;

    [TestMethod]
    public void Of_an_original_connectors_file_only_the_customizer_is_read()
    {
        var file = _folder.Write(
            "original.json", """{"ami": {"host": 1, "host": 2}, "http": 5, "customizer": {"timeout": 3}}""");
        var wrong = _folder.Write(
            "wrong.json", """{"http": 5, "customizer": {}, "customizer": {"tiemout": 3, "php": "a", "php": "b"}}""");

        ItgrixConfig.LoadOriginal(file).Customizer.Timeout.Should().Be(TimeSpan.FromSeconds(3));
        FluentActions.Invoking(() => ItgrixConfig.LoadOriginal(wrong))
            .Should().Throw<ConfigException>().Which.Mistakes.Should().SatisfyRespectively(
            one => one.Should().StartWith("customizer is given twice"),
            one => one.Should().StartWith("customizer.php is given twice"),
            one => one.Should().StartWith("customizer.tiemout is not known here: did you mean timeout?"));
    }

    private CustomizerOptions Read(string json) => ItgrixConfig.Load(_folder.Write("config.json", json)).Customizer;
}
