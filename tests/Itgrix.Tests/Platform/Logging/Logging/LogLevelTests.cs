using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>The service's own process at a configured level.</summary>
[TestClass]
public sealed class LogLevelTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Lines_below_the_level_are_not_written()
    {
        using var service = new RunningService(Config("error"));
        await service.StartAsync(_limit.Token);
        await service.StopAsync(_limit.Token);

        service.Log.Should().NotContain("info ").And.NotContain("warn ").And.Contain("follows calls");
    }

    [TestMethod]
    public async Task A_saved_level_applies_while_the_service_runs()
    {
        using var service = new RunningService(Config("error"));
        await service.StartAsync(_limit.Token);

        Config("debug");
        await service.SignalAsync("HUP", _limit.Token);
        await service.LoggedAsync("now in force: log.level");
        await service.StopAsync(_limit.Token);

        service.Log.Should().Contain("info  Stopping").And.NotContain("need a restart");
    }

    private string Config(string level) => _folder.Write("config.json", new JsonObject
    {
        ["log"] = new JsonObject { ["level"] = level },
        ["asterisk"] = new JsonObject { ["cel"] = new JsonObject { ["file"] = _folder.Write("Master.csv", "") } },
        ["bitrix24"] = new JsonObject { ["webhook"] = "http://127.0.0.1:1/rest/1/secret/", ["default_user"] = 3 },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] = new JsonObject { ["cache"] = _folder.File("cache"),
            ["folders"] = new JsonArray(_folder.Path) },
    }.ToJsonString());
}
