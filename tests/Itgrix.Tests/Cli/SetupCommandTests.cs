using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Platform.Setup;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Service.Setup;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Setup;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>The setup, with a real Asterisk and a simulated CRM.</summary>
[TestClass]
public sealed class SetupCommandTests
{
    private const int MaxQuestions = 8;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(2 * TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task From_nothing_to_a_call_in_the_CRM_by_answers_alone()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _limit.Token);
        await using var files = await ChangedFiles.OfAsync(asterisk, _limit.Token);
        await files.WriteAsync("cel.conf", "[general]\nenable = no\n", "module reload cel");
        var config = _folder.Write("config.json", Seed());

        // What is the same everywhere is there: the setup goes on from it.
        var first = await SetUpAsync(asterisk, new()
        {
            ["crm"] = "bitrix24", ["bitrix24"] = portal.Webhook, ["recordings"] = _folder.Path,
        });

        first.ExitCode.Should().Be(0, first.Output + first.Errors);
        first.Output.Should().Contain("The manager user itgrix").And.Contain("has bitrix24 now.")
            .And.Contain("Asterisk makes all channel events, and sends them.")
            .And.Contain($"Start it: ./run.sh serve --config {config}").And.Contain(" 0 red.");
        using var service = new RunningService(config);
        await service.StartAsync(_limit.Token);
        var play = asterisk.Play("click_by_the_connector", _limit.Token);
        var second = await SetUpAsync(asterisk, new() { ["test_call"] = "101 912025550144" });
        await play;

        second.ExitCode.Should().Be(0, second.Output + second.Errors + service.Log);
        second.Output.Should().Contain("already, which stays.").And.Contain("PJSIP/101 answered")
            .And.Contain("Bitrix24 has the call.");
        portal.Table("statistic").Should().ContainSingle();
        (await service.StopAsync(_limit.Token)).Should().Be(0);
    }

    [TestMethod]
    public async Task It_asks_no_more_than_eight_questions_and_no_file_is_edited_by_hand()
    {
        await using var asterisk = await RealAsterisk.Rent(AsteriskFlavor.Newest, _limit.Token);
        await using var portal = await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit, _limit.Token);
        await using var files = await ChangedFiles.OfAsync(asterisk, _limit.Token);
        var answers = new CountedAnswers(new() { ["crm"] = "bitrix24", ["bitrix24"] = portal.Webhook });
        var ofApplication = new CountedAnswers(new() { ["bitrix24"] = "https://example.bitrix24.com" });
        var config = _folder.Write("config.json", new JsonObject
        {
            ["recordings"] = new JsonObject { ["folders"] = new JsonArray(_folder.Path) },
        }.ToJsonString());

        var made = await new SetupRun(config, _folder.File("state"), Folder(asterisk), answers, TimeProvider.System)
            .RunAsync(_limit.Token);
        await Bitrix24Setup.AskAsync(ofApplication, _folder.Path, _limit.Token);

        answers.Asked.Should().Equal("asterisk_write", "crm", "bitrix24", "default_user");
        // An application has more questions than a webhook, and the test call comes last.
        (answers.Asked.Count - 1 + ofApplication.Asked.Count + 1).Should().BeLessThanOrEqualTo(MaxQuestions);
        made.Asterisk.Ami!.Port.Should().Be(asterisk.AmiPort);
        made.Asterisk.Cel.Should().BeOfType<CelFileOptions>().Which.File.Should().Be(asterisk.CelFile);
    }

    [TestMethod]
    public async Task A_lacking_or_wrong_answer_is_named_and_nothing_is_written()
    {
        await using var account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit, _limit.Token);
        _folder.Write("config.json", new JsonObject
        {
            ["asterisk"] = new JsonObject { ["cel"] = new JsonObject { ["file"] = _folder.Write("cel.csv", "") } },
        }.ToJsonString());

        var lacking = await SetUpAsync(null, new() { ["crm"] = "kommo", ["kommo"] = $"{account.Address}" });
        var wrong = await SetUpAsync(null, new() { ["crm"] = "amo" });
        var refused = await SetUpAsync(null, new()
            { ["crm"] = "kommo", ["kommo"] = $"{account.Address}", ["kommo_token"] = "nonsense" });

        lacking.Errors.Should().Contain("The answers lack kommo_token");
        wrong.Errors.Should().Contain("crm is \"amo\": give \"bitrix24\" (Bitrix24) or \"kommo\" (Kommo)");
        refused.Errors.Should().Contain("Kommo").And.NotContain("nonsense");
        new[] { lacking, wrong, refused }.Select(one => one.ExitCode).Should().Equal(2, 2, 2);
        ItgrixConfig.Load(_folder.File("config.json")).Crms.Should().BeEmpty();
    }

    [TestMethod]
    public void FreePBX_has_its_table_of_channel_events_by_its_own_file()
    {
        var cel = FreePbxTable.Of("""
            <?php
            $amp_conf['AMPDBUSER'] = 'freepbxuser';
            $amp_conf["AMPDBPASS"] = "a;b\"c";
            $amp_conf['AMPDBHOST'] = 'localhost';
            """)!;

        $"{cel["provider"]}".Should().Be("mysql");
        $"{cel["connection"]}".Should().StartWith(
            "Server=localhost;Database=asteriskcdrdb;User ID=freepbxuser;Password=\"a;b");
    }

    private string Seed()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return new JsonObject
        {
            ["http"] = new JsonObject { ["port"] = ((IPEndPoint)free.LocalEndpoint).Port },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("state/outbox.db") },
            ["click_to_call"] = new JsonObject { ["context"] = "internal" },
            ["customizer"] = new JsonObject
            {
                ["folders"] = new JsonArray(_folder.Path), ["cache"] = _folder.File("cache"),
            },
        }.ToJsonString();
    }

    private AsteriskFolder Folder(RealAsterisk asterisk) => new(ChangedFiles.FolderOf(asterisk), asterisk.Program);

    private Task<Command> SetUpAsync(RealAsterisk? asterisk, JsonObject answers) => Command.Start(Program,
    [
        "setup", "--config", _folder.File("config.json"), "--state", _folder.File("state"),
        "--answers", _folder.Write("answers.json", answers.ToJsonString()),
        "--asterisk", asterisk is null ? "/none/such" : ChangedFiles.FolderOf(asterisk),
        "--asterisk-program", asterisk?.Program ?? "/none/such",
    ], [], "/");

    private sealed class CountedAnswers(JsonObject answers) : IAnswers
    {
        public List<string> Asked { get; } = [];

        public bool AsksAgain => false;

        public Task<string> AskAsync(Question question, CancellationToken token)
        {
            Asked.Add(question.Name);
            return Task.FromResult($"{answers[question.Name] ?? question.Default}");
        }

        public void Say(string text)
        {
        }
    }
}
