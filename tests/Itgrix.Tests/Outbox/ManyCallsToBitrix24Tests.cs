using System.Text.Json.Nodes;
using Itgrix.Runtime.Asterisk.Cel;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Shared;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>
/// Many calls through the service's own process, which is killed, to a portal where much goes wrong; both have a clock that
/// the test sets on.
/// </summary>
[TestClass]
public sealed class ManyCallsToBitrix24Tests
{
    private const int Calls = 1000, SideBySide = 40, Parts = 4;

    private const string Finish = "telephony.externalcall.finish";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), MinuteTakes = TimeSpan.FromMilliseconds(60);

    // What the documentation and integrators tell of; each for its share, so that one request in five fails. A method that
    // used up its working time comes by itself, for the ten minutes that it lasts.
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Rate, FaultKind.Outage, FaultKind.Error, FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.Html,
        FaultKind.BrokenJson, FaultKind.Slow, FaultKind.ExpiredToken, FaultKind.Redirect,
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(6));
    private SharedClock _clock = null!;
    private Bitrix24Sandbox _portal = null!;
    private RunningService _service = null!;

    [TestInitialize]
    public async Task Start()
    {
        _clock = new(_folder.File("clock"));
        _portal = await Bitrix24Sandbox.StartAsync(
            new() { Drain = 1e6, Hold = 1_000_000, IsStrictAboutWebhooks = false, Time = _clock }, _limit.Token);
        _service = new(Config(_portal, Cel), _folder.File("clock"));
    }

    [TestCleanup]
    public async Task Clean()
    {
        _service.Dispose();
        await _portal.DisposeAsync();
        _clock.Dispose();
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task Every_call_is_complete_exactly_once_after_failures_crashes_and_an_hour_without_the_portal()
    {
        var records = ManyCalls.Mixed(Scenarios(), Calls, SideBySide, new(5)).ToList();
        var parts = records.Chunk(records.Count / Parts + 1).ToList();
        await _service.StartAsync(_limit.Token);
        GoWrong();

        await TellAsync(parts[0]);
        await CrashAsync();
        await AnHourWithoutThePortalAsync(parts[1]);
        await AMethodThatWorkedTooLongAsync(parts[2]);
        await CrashAsync();
        await TellAsync(parts[3]);
        await Complete(_portal, _service, _limit.Token);
        var exit = await _service.StopAsync(_limit.Token);

        exit.Should().Be(0, $"{_service.Log}");
        _portal.Faults.Clear();
        var finished = _portal.Table("statistic").Select(row => $"{row!["EXTERNAL_CALL_ID"]}").ToList();
        finished.Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
        _portal.Table("call").Should().HaveCount(Calls).And.OnlyContain(call => (bool)call!["FINISHED"]!);
        _portal.Table("task").Select(task => $"{task!["description"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(_portal.Table("statistic").Count(IsMissed));
        _portal.Table("contact").GroupBy(Phone).Should().OnlyContain(contacts => contacts.Count() == 1);
    }

    private string Cel => _folder.File("Master.csv");

    private void GoWrong()
    {
        for (var kind = 0; kind < Faults.Length; kind++)
            _portal.Faults.Add(new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind, DelayMs = 200 });
    }

    // As Asterisk would, and waits until the service is at work on it.
    private async Task TellAsync(IReadOnlyList<CelRecord> records)
    {
        var before = _portal.Requests.Count;
        CelFile.Write(Cel, records);
        await _portal.WaitForRequestsAsync(before + 300, _limit.Token);
    }

    private async Task CrashAsync()
    {
        await _service.KillAsync(_limit.Token);
        await _service.StartAsync(_limit.Token);
    }

    private async Task AnHourWithoutThePortalAsync(IReadOnlyList<CelRecord> records)
    {
        // Bitrix24 knows a registration again for half an hour only: none is to have lost its answer just now.
        _portal.Faults.Clear();
        await RegisteredAsync();
        _portal.Faults.Add(new() { Kind = FaultKind.Outage, Seconds = 3600 });
        var before = _portal.Requests.Count;
        await TellAsync(records);

        for (var minute = 0; minute < 60; minute++)
        {
            await PassAsync(Minute);
            if (minute == 30)
                await CrashAsync();
        }

        _portal.Requests.Skip(before).Where(request => request.At < _clock.GetUtcNow() - Minute)
            .Should().NotContain(request => request.Done, "there was no portal");
        GoWrong();
    }

    private async Task AMethodThatWorkedTooLongAsync(IReadOnlyList<CelRecord> records)
    {
        _portal.Spend(Finish, 1000);
        await TellAsync(records);
        await RefusedAsync(Finish);
        var (refused, finished) = (_portal.Requests.Count(IsRefused), _portal.Table("statistic").Count);

        await PassAsync(TimeSpan.FromMinutes(9));
        _portal.Table("statistic").Should().HaveCount(finished, "it was refused all the time");
        _portal.Requests.Count(IsRefused).Should().BeLessThan(refused + 64, "it is not asked again before the time is over");
        await PassAsync(2 * Minute);
    }

    private async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await Task.Delay(MinuteTakes, _limit.Token);
    }

    private async Task RegisteredAsync()
    {
        await using var store = await OutboxStore.OpenAsync(new() { File = _folder.File("outbox.db") }, _clock, _limit.Token);
        while ((await store.ListAsync(StepState.Waiting, int.MaxValue, _limit.Token)).Any(step => step.Name == "register"))
            await Task.Delay(TimeSpan.FromMilliseconds(50), _limit.Token);
    }

    private async Task RefusedAsync(string method)
    {
        while (!_portal.Requests.Any(request => request.Method == method && IsRefused(request)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), _limit.Token);
    }

    private static bool IsRefused(PortalRequest request) => request.Status == 429;

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
    private static IReadOnlyList<IReadOnlyList<CelRecord>> Scenarios() =>
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
            ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db"), ["first_pause"] = 0.1, ["longest_pause"] = 2 },
            ["customizer"] = new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
        };
        File.WriteAllText(_folder.File("config.json"), config.ToJsonString());
        return _folder.File("config.json");
    }

    private static JsonArray Columns() => [.. CelLines.Columns.Select(name => (JsonNode)name)];
}
