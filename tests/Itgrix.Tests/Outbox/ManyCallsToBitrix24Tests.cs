using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Outbox;

/// <summary>
/// Many calls through the service's own process, which is killed, to a portal with many failures; the test controls
/// the clock of both.
/// </summary>
[TestClass]
public sealed class ManyCallsToBitrix24Tests
{
    private const int Calls = 1000, Parts = 4;

    private const string Finish = "telephony.externalcall.finish";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Failures that the documentation and integrators report; one request in five fails. A method that used up its
    // working time is set up separately, for the ten minutes that the block lasts.
    private static readonly FaultKind[] Faults =
    [
        FaultKind.Rate, FaultKind.Outage, FaultKind.Error, FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.Html,
        FaultKind.BrokenJson, FaultKind.Slow, FaultKind.ExpiredToken, FaultKind.Redirect,
    ];

    private readonly ManyCallsRun _run = new();
    private Bitrix24Sandbox _portal = null!;

    [TestInitialize]
    public async Task Start()
    {
        _portal = await Bitrix24Sandbox.StartAsync(
            new() { Drain = 1e6, Hold = 1_000_000, IsStrictAboutWebhooks = false, Time = _run.Clock }, _run.Limit);
        await _run.StartAsync(new()
        {
            ["bitrix24"] = new JsonObject
            {
                ["webhook"] = _portal.Webhook,
                ["default_user"] = 3,
                ["requests_per_second"] = 1000,
                ["burst"] = 10_000,
                ["timeout"] = 30,
                ["recording"] = "none",
                ["task_on_missed"] = new JsonObject { ["incoming"] = true },
            },
        });
    }

    [TestCleanup]
    public async Task Clean()
    {
        await _run.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [TestMethod]
    public async Task Every_call_is_complete_exactly_once_after_failures_crashes_and_an_hour_without_the_portal()
    {
        var records = ManyCallsRun.Records(Calls);
        var parts = records.Chunk(records.Count / Parts + 1).ToList();
        GoWrong();

        await SendEventsAsync(parts[0]);
        await _run.CrashAsync();
        await AnHourWithoutThePortalAsync(parts[1]);
        await AMethodThatWorkedTooLongAsync(parts[2]);
        await _run.CrashAsync();
        await SendEventsAsync(parts[3]);
        await _run.UntilAsync(() => _portal.Table("statistic").Count == Calls && _portal.Table("task").Count == Missed,
            () => $"{_portal.Table("call").Count} of {Calls} calls are registered, "
                + $"{_portal.Table("statistic").Count} finished, "
                + $"{_portal.Table("task").Count} of {Missed} tasks are there.",
            // A block at the time when the clock was advanced has its ten minutes from then.
            meanwhile: TimeSpan.FromSeconds(1));
        await _run.StopAsync();

        _portal.Faults.Clear();
        var finished = _portal.Table("statistic").Select(row => $"{row!["EXTERNAL_CALL_ID"]}").ToList();
        finished.Should().OnlyHaveUniqueItems().And.HaveCount(Calls);
        _portal.Table("call").Should().HaveCount(Calls).And.OnlyContain(call => (bool)call!["FINISHED"]!);
        _portal.Table("task").Select(task => $"{task!["description"]}").Should().OnlyHaveUniqueItems()
            .And.HaveCount(Missed);
        _portal.Table("contact").GroupBy(Phone).Should().OnlyContain(contacts => contacts.Count() == 1);
    }

    private static int Missed => ManyCallsRun.Missed(Calls);

    private void GoWrong()
    {
        for (var kind = 0; kind < Faults.Length; kind++)
            _portal.Faults.Add(
                new() { Kind = Faults[kind], Probability = 0.2 / Faults.Length, Seed = kind, DelayMs = 200 });
    }

    // As Asterisk would, and waits until the service works on it.
    private async Task SendEventsAsync(IReadOnlyList<CelRecord> records)
    {
        var before = _portal.Requests.Count;
        _run.Tell(records);
        await _portal.WaitForRequestsAsync(before + 300, _run.Limit);
    }

    private async Task AnHourWithoutThePortalAsync(IReadOnlyList<CelRecord> records)
    {
        // Bitrix24 recognizes a registration for half an hour only: no answer may be lost at this moment.
        _portal.Faults.Clear();
        await RegisteredAsync();
        _portal.Faults.Add(new() { Kind = FaultKind.Outage, Seconds = 3600 });
        var began = _run.Clock.GetUtcNow();
        await SendEventsAsync(records);

        for (var minute = 0; minute < 60; minute++)
        {
            await _run.PassAsync(Minute);
            if (minute == 30)
                await _run.CrashAsync();
        }

        _portal.Requests.Where(request => request.At > began && request.At < _run.Clock.GetUtcNow() - Minute)
            .Should().NotContain(request => request.Done, "there was no portal");
        GoWrong();
    }

    private async Task AMethodThatWorkedTooLongAsync(IReadOnlyList<CelRecord> records)
    {
        _portal.Spend(Finish, 1000);
        await SendEventsAsync(records);
        await RefusedAsync(Finish);
        var (refused, finished) = (_portal.Requests.Count(IsRefused), _portal.Table("statistic").Count);

        // Its ten minutes began with its first work after the outage, up to one before.
        await _run.PassAsync(TimeSpan.FromMinutes(7));
        _portal.Table("statistic").Should().HaveCount(finished, "it was refused all the time");
        _portal.Requests.Count(IsRefused)
            .Should().BeLessThan(refused + 64, "it is not asked again before the time is over");
        await _run.PassAsync(4 * Minute);
    }

    private async Task RegisteredAsync()
    {
        await using var store = await OutboxStore.OpenAsync(
            new() { File = _run.File("outbox.db") }, _run.Clock, _run.Limit);
        await Eventually.GetAsync(
            () => store.ListAsync(StepState.Waiting, int.MaxValue, _run.Limit),
            steps => !steps.Any(step => step.Name == "register"));
    }

    private Task RefusedAsync(string method) =>
        Eventually.TrueAsync(() => _portal.Requests.Any(request => request.Method == method && IsRefused(request)));

    private static bool IsRefused(PortalRequest request) => request.Status == 429;

    private static string Phone(JsonNode? contact) => $"{(contact!["PHONE"] as JsonArray)?[0]?["VALUE"]}";
}
