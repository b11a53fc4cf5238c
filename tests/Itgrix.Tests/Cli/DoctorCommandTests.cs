using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>The doctor, between a real Asterisk and the simulated CRMs.</summary>
[TestClass]
public sealed class DoctorCommandTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(2 * TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Nothing_is_red_where_everything_is_right_and_the_probe_call_is_followed()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit with
        {
            BoundEvents = ["ONEXTERNALCALLSTART", "ONEXTERNALCALLBACKSTART"],
        }, _limit.Token);
        await using var account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, _limit.Token);
        _folder.Write("customizations/bitrix24/need_registration.php", "<?php return array('state' => 'success');");

        var (code, level, found) = await FindAsync(Config(asterisk, portal, account), "--call", "800");

        Bad(found).Should().BeEmpty();
        (code, level).Should().Be((0, "yellow"));
        Texts(found).Should().Contain("documented has all rights that are needed.")
            .And.Contain("Asterisk makes all channel events, and sends them.")
            .And.Contain("It is in the stored channel events as well.")
            .And.Contain("It gives the rights telephony, crm, user, task.")
            .And.Contain("The portal sends clicks on a number, and callbacks.")
            .And.Contain("default_user is an active employee.")
            .And.Contain("1 hooks are customized: need_registration.php.");
        Texts(found).Should().ContainMatch("800 answered, and * events came.")
            .And.ContainMatch("Extensions of employees: 101 *");
        found.Where(one => $"{one!["level"]}" == "yellow").Should().OnlyContain(one => $"{one!["fix"]}".Length > 0);
    }

    [TestMethod]
    public async Task What_Asterisk_and_portal_withhold_is_named_with_what_mends_it()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit with
        {
            Scope = ["crm", "user"],
        }, _limit.Token);
        var config = Config(asterisk, portal, null);
        config["asterisk"]!["ami"]!["user"] = "reporter";
        config["asterisk"]!["cel"]!["columns"] =
            new JsonArray("eventtype", "eventtime", "uniqueid", "linkedid", "channame");
        Directory.CreateDirectory(_folder.File("customizations"));

        var ofFreePbx = Path.Combine(asterisk.Recordings, "..", "etc", "manager_additional.conf");
        await File.WriteAllTextAsync(ofFreePbx, "", _limit.Token);

        var (code, level, found) = await FindAsync(config);

        File.Delete(ofFreePbx);
        (code, level).Should().Be((1, "red"));
        Fix(found, "reporter may not make calls").Should().Contain("In FreePBX: Settings > Asterisk Manager Users")
            .And.Contain("manager_custom.conf, [reporter]: write = call,originate,system,reporting")
            .And.Contain("manager reload");
        Fix(found, "reporter hears no calls").Should().Contain("read = call,dialplan,cdr");
        Fix(found, "asterisk.cel.columns are not those of the mapping").Should().Contain("""
            "columns": ["eventtype","eventtime","cidnum","exten","context","channame","appname","uniqueid","linkedid",
            """.TrimEnd());
        Fix(found, "It does not give the rights telephony, task.").Should().Contain("application > rights");
        Fix(found, "The portal does not send ONEXTERNALCALLSTART").Should().Contain("/bitrix24/events");
    }

    [TestMethod]
    public async Task Without_any_of_its_neighbours_every_area_still_reports()
    {
        var config = JsonNode.Parse("""
            {
              "asterisk": {
                "ami": { "port": 1, "user": "itgrix", "secret": "s" },
                "cel": { "provider": "mysql", "connection": "Server=127.0.0.1;Port=1;User ID=a;Password=p" }
              },
              "bitrix24": { "webhook": "http://127.0.0.1:1/rest/1/sesame/", "default_user": 3 },
              "recordings": { "folders": ["/none/such"] },
              "customizer": { "folders": ["/none/such/hooks"] }
            }
            """)!.AsObject();
        config["outbox"] = new JsonObject { ["file"] = _folder.File("state/outbox.db") };

        var (code, _, found) = await FindAsync(config);

        code.Should().Be(1);
        Bad(found).Select(one => one.Split(':')[0]).Distinct().Should().BeEquivalentTo(
            "asterisk", "channel events", "past channel events", "recordings", "Bitrix24", "hooks");
        found.ToString().Should().NotContain("sesame");
        Directory.Exists(_folder.File("state")).Should().BeFalse("a look changes nothing");
    }

    [TestMethod]
    public async Task A_wrong_configuration_is_a_finding_with_its_line()
    {
        _folder.Write("config.json", "{\n  \"bitrix42\": {}\n}");

        var looked = await Run("doctor", "--config", _folder.File("config.json"));

        looked.ExitCode.Should().Be(1);
        looked.Output.Should().Contain("red    line 2: bitrix42 is not known here").And.EndWith(" 1 red.\n");
    }

    [TestMethod]
    public async Task Other_users_who_may_change_hooks_are_a_warning()
    {
        var file = _folder.Write("customizations/bitrix24/need_registration.csx", "return;");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        var config = JsonNode.Parse("""
            { "bitrix24": { "webhook": "http://127.0.0.1:1/rest/1/s/", "default_user": 3 } }
            """)!.AsObject();
        config["customizer"] = new JsonObject { ["folders"] = new JsonArray(_folder.File("customizations")) };

        var (_, _, found) = await FindAsync(config);

        Texts(found).Should().ContainMatch($"{file}: others than its owner can change what the service runs*");
    }

    private async Task<(int Code, string Level, JsonArray Found)> FindAsync(JsonObject config, params string[] more)
    {
        var looked = await Run(
            ["doctor", "--json", "--config", _folder.Write("config.json", config.ToJsonString()), .. more]);
        var json = JsonNode.Parse(looked.Output)!;
        return (looked.ExitCode, $"{json["level"]}", json["findings"]!.AsArray());
    }

    private static Task<Command> Run(params string[] arguments) =>
        Command.Start(Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"), arguments, [], "/");

    private static IEnumerable<string> Texts(JsonArray found) => found.Select(one => $"{one!["text"]}");

    private static IEnumerable<string> Bad(JsonArray found) => found.Where(one => $"{one!["level"]}" == "red")
        .Select(one => $"{one!["area"]}: {one["text"]}");

    private static string Fix(JsonArray found, string text) =>
        $"{found.Should().ContainSingle(one => $"{one!["text"]}".StartsWith(text)).Which!["fix"]}";

    private JsonObject Config(RealAsterisk asterisk, Bitrix24Sandbox portal, KommoSandbox? account)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["ami"] = new JsonObject
                    { ["port"] = asterisk.AmiPort, ["user"] = "documented", ["secret"] = asterisk.Secret },
                ["cel"] = new JsonObject
                {
                    ["file"] = asterisk.CelFile,
                    ["columns"] = new JsonArray([.. LiveConnector.CsvColumns.Select(name => (JsonNode)name)]),
                },
            },
            ["bitrix24"] = new JsonObject
            {
                ["oauth"] = new JsonObject
                {
                    ["portal"] = $"{portal.Address}", ["server"] = $"{portal.TokenAddress}",
                    ["client_id"] = portal.Settings.ClientId, ["client_secret"] = portal.Settings.ClientSecret,
                    ["refresh_token"] = portal.Settings.RefreshToken, ["tokens"] = _folder.File("tokens.json"),
                },
                ["application_token"] = portal.Settings.ApplicationToken, ["default_user"] = 3,
            },
            ["click_to_call"] = new JsonObject { ["context"] = "internal" },
            ["recordings"] = new JsonObject { ["folders"] = new JsonArray(asterisk.Recordings) },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["customizer"] = new JsonObject { ["folders"] = new JsonArray(_folder.File("customizations")) },
        };
        if (account is not null)
            config["kommo"] = new JsonObject
            {
                ["account"] = $"{account.Address}", ["default_user"] = 501,
                ["long_lived_token"] = account.Settings.LongLivedToken, ["users"] = new JsonObject { ["101"] = 501 },
            };
        return config;
    }
}
