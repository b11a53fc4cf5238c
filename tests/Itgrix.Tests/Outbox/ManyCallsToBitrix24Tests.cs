using System.Text.Json.Nodes;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Shared;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>Many calls through the service's own process, which is killed, to a portal where much goes wrong.</summary>
[TestClass]
public sealed class ManyCallsToBitrix24Tests
{
    private const int Calls = 1000, SideBySide = 40, Kills = 3;

    // What the documentation and integrators tell of; each for its share, so that one request in five fails. Only a method
    // that used up its working time is left out: it would be ten minutes of real time.
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Rate, FaultKind.Outage, FaultKind.Error, FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.Html,
        FaultKind.BrokenJson, FaultKind.Slow, FaultKind.ExpiredToken, FaultKind.Redirect,
    ];

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Every_call_is_complete_exactly_once_after_failures_and_crashes()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        await using var portal = await Bitrix24Sandbox.StartAsync(
            Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }, limit.Token);
        for (var kind = 0; kind < Faults.Length; kind++)
            portal.Faults.Add(new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind, DelayMs = 200 });
        var cel = _folder.File("Master.csv");
        using var service = new RunningService(Config(portal, cel));
        await service.StartAsync(limit.Token);

        var records = ManyCalls.Mixed(Scenarios(), Calls, SideBySide, new(5)).ToList();
        var part = records.Count / (Kills + 1);
        for (var run = 0; run <= Kills; run++)
        {
            foreach (var some in records.Skip(run * part).Take(run == Kills ? records.Count : part).Chunk(100))
                CelFile.Write(cel, some);
            if (run == Kills)
                break;
            // In the middle of its work.
            await portal.WaitForRequestsAsync(portal.Requests.Count + 300, limit.Token);
            await service.KillAsync(limit.Token);
            await service.StartAsync(limit.Token);
        }
        await Complete(portal, service, limit.Token);
        var exit = await service.StopAsync(limit.Token);

        exit.Should().Be(0, $"{service.Log}");
        portal.Faults.Clear();
        var finished = portal.Table("statistic").Select(row => $"{row!["EXTERNAL_CALL_ID"]}").ToList();
        finished.Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
        portal.Table("call").Should().HaveCount(Calls).And.OnlyContain(call => (bool)call!["FINISHED"]!);
        portal.Table("task").Select(task => $"{task!["description"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(portal.Table("statistic").Count(row => $"{row!["CALL_FAILED_CODE"]}" != "200"));
        portal.Table("contact").GroupBy(Phone).Should().OnlyContain(contacts => contacts.Count() == 1);
    }

    private async Task Complete(Bitrix24Sandbox portal, RunningService service, CancellationToken token)
    {
        try
        {
            while (portal.Table("statistic").Count < Calls || portal.Table("task").Count < portal.Table("statistic").Count(IsMissed))
                await Task.Delay(TimeSpan.FromMilliseconds(50), token);
        }
        catch (OperationCanceledException)
        {
            var left = await Command.Start(System.IO.Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"), ["outbox", "--all", "--config", _folder.File("config.json")], [], _folder.Path);
            throw new AssertFailedException($"{portal.Table("call").Count} of {Calls} calls are registered, {portal.Table("statistic").Count} "
                + $"finished, {portal.Table("task").Count} of {portal.Table("statistic").Count(IsMissed)} tasks are there. "
                + $"The outbox: {left.Output} {left.Errors}\nThe end of the log: {Last(service)}");
        }
    }

    private static string Last(RunningService service)
    {
        lock (service.Log)
            return service.Log.ToString()[^Math.Min(service.Log.Length, 4000)..];
    }

    private static bool IsMissed(JsonNode? row) => $"{row!["CALL_FAILED_CODE"]}" != "200";

    private static string Phone(JsonNode? contact) => $"{(contact!["PHONE"] as JsonArray)?[0]?["VALUE"]}";

    // Calls of one registration each; two employees answer, one call is missed.
    private static IReadOnlyList<IReadOnlyList<Itgrix.Runtime.Asterisk.Cel.CelRecord>> Scenarios() =>
        [.. new[] { "in_answered_caller_ends", "queue_linear_second_answers", "in_no_answer", "out_answered" }
            .Select(name => ManyCalls.Records(Captures.PathOf($"{name}.ami")))];

    private string Config(Bitrix24Sandbox portal, string cel)
    {
        var config = new JsonObject
        {
            ["asterisk"] = new JsonObject { ["time_zone"] = "UTC", ["cel"] = new JsonObject { ["file"] = cel, ["columns"] = Columns() } },
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = portal.Webhook,
                ["default_user"] = 3,
                ["requests_per_second"] = 1000,
                ["burst"] = 10_000,
                ["timeout"] = 2,
                ["recording"] = "none",
                ["task_on_missed"] = new JsonObject { ["incoming"] = true },
            },
            ["http"] = new JsonObject { ["port"] = 0 },
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db"), ["first_pause"] = 0.1, ["longest_pause"] = 1 },
            ["customizer"] = new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        File.WriteAllText(_folder.File("config.json"), config.ToJsonString());
        return _folder.File("config.json");
    }

    private static JsonArray Columns() => [.. CelLines.Columns.Select(name => (JsonNode)name)];
}
