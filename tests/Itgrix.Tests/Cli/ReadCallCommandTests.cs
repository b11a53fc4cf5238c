using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>Commands on the service's machine to the running service.</summary>
[TestClass]
public sealed class ReadCallCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly string _call = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.7";

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task Past_calls_are_delivered_by_id_and_by_period_and_none_twice()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _limit.Token);
        await using var pbx = new PbxSimulator();
        // Calls that ended before the first start are not handled, until they are requested.
        CelFile.Write(_folder.File("Master.csv"), new CelStream(_call).Whole());
        using var service = new RunningService(Config(portal, pbx, FreePort(), []));
        await service.StartAsync(_limit.Token);
        portal.Table("call").Should().BeEmpty();

        var first = await Ask("--id", _call, "--id", "1.1");
        await Eventually.TrueAsync(() => portal.Table("statistic").Count > 0);
        var second = await Ask("--start", $"{DateTime.UtcNow.AddHours(-1):yyyy-MM-dd HH:mm:ss}");

        JsonNode.Parse(first.Output)!["calls"]!.ToJsonString().Should().Be(
            $$"""[{"id":"{{_call}}","state":"queued"},{"id":"1.1","state":"not_found"}]""", first.Errors);
        JsonNode.Parse(second.Output)!["counts"]!.ToJsonString()
            .Should().BeOneOf("""{"complete":1}""", """{"waiting":1}""");
        portal.Table("call").Should().ContainSingle();
        var wrong = await Ask("--start", "yesterday");
        (wrong.ExitCode, wrong.Errors).Should()
            .Match<(int Code, string Text)>(end => end.Code == 2 && end.Text.Contains("start_date is 'yesterday'"));
    }

    [TestMethod]
    public async Task A_signal_reads_the_settings_again_and_the_service_goes_on()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, _limit.Token);
        await using var pbx = new PbxSimulator();
        CelFile.Write(_folder.File("Master.csv"), new CelStream(_call).Whole());
        var port = FreePort();
        using var service = new RunningService(Config(portal, pbx, port, []));
        await service.StartAsync(_limit.Token);

        Config(portal, pbx, port, new() { ["except"] = new JsonArray("101") });
        await service.SignalAsync("HUP", _limit.Token);
        await service.LoggedAsync("now in force: extensions.except");
        var read = await Ask("--id", _call);
        var again = await Eventually.GetAsync(
            () => Ask("--id", _call), answer => answer.Output.Contains("complete", StringComparison.Ordinal));

        read.Output.Should().Contain("queued");
        portal.Table("call").Should().BeEmpty("its only employee is excluded by now");
        (await service.StopAsync(_limit.Token)).Should().Be(0);
    }

    [TestMethod]
    public async Task Read_call_without_a_running_service_says_what_to_do()
    {
        var config = _folder.Write("config.json", $$$"""{"outbox": {"file": "{{{_folder.File("outbox.db")}}}"}}""");

        var asked = await Command.Start(Program, ["read_call", "--config", config, "--id", "1.1"], [], _folder.Path);

        asked.ExitCode.Should().Be(2);
        asked.Errors.Should().Contain("Check that the service runs with this configuration");
    }

    private Task<Command> Ask(params string[] arguments) =>
        Command.Start(Program, ["read_call", "--config", _folder.File("config.json"), .. arguments], [], _folder.Path);

    private string Config(Bitrix24Sandbox portal, PbxSimulator pbx, int port, JsonObject extensions)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject
            {
                ["time_zone"] = "UTC",
                ["ami"] = new JsonObject
                {
                    ["port"] = pbx.Port, ["user"] = pbx.Settings.User, ["secret"] = pbx.Settings.Secret,
                },
                ["cel"] = new JsonObject
                {
                    ["file"] = "Master.csv",
                    ["columns"] = new JsonArray([.. CelLines.Columns.Select(name => (JsonNode)name)]),
                },
            },
            ["bitrix24"] =
                new JsonObject { ["webhook"] = portal.Webhook, ["default_user"] = 3, ["recording"] = "none" },
            ["http"] = new JsonObject { ["port"] = port },
            ["extensions"] = extensions,
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
            ["customizer"] =
                new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        return _folder.Write("config.json", config.ToJsonString());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
