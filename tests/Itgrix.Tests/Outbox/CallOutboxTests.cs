using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Shared;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Outbox;

/// <summary>Calls through the outbox to a simulated portal, on a clock that the test sets.</summary>
[TestClass]
public sealed class CallOutboxTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task An_outage_of_an_hour_loses_and_duplicates_no_call()
    {
        await using var portal = await Portal();
        portal.Faults.Add(new() { Kind = FaultKind.Outage, Seconds = 3600 });
        await using var run = await Start(portal);

        foreach (var stage in Stages("in_answered_caller_ends", 150).Concat(Stages("in_no_answer", 150)))
            await run.Outbox.AddAsync(stage, _limit.Token);
        await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
        portal.Table("call").Should().BeEmpty();
        for (var minute = 0; minute < 75; minute++)
            await Pass(run, TimeSpan.FromMinutes(1));

        portal.Table("statistic")
            .Select(row => $"{row!["EXTERNAL_CALL_ID"]}").Should().OnlyHaveUniqueItems().And.HaveCount(300);
        portal.Table("call").Should().HaveCount(300).And.OnlyContain(call => (bool)call!["FINISHED"]!);
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod]
    public async Task A_call_interrupted_by_a_restart_continues_with_its_earlier_results()
    {
        await using var portal = await Portal();
        var stages = Stages("in_answered_caller_ends", 1).ToList();
        await using (var run = await Start(portal))
        {
            foreach (var stage in stages.SkipLast(1))
                await run.Outbox.AddAsync(stage, _limit.Token);
            await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
            // Accepted, but not delivered: the service ends.
            await run.Store.AddAsync(stages[^1], [Crm.Bitrix24], _limit.Token);
        }

        await using var next = await Start(portal);
        await next.Outbox.IdleAsync().WaitAsync(_limit.Token);

        portal.Table("call").Should().ContainSingle();
        var finished = portal.Table("statistic").Should().ContainSingle().Subject!;
        $"{finished["CALL_ID"]}".Should().Be($"{portal.Table("call")[0]!["CALL_ID"]}");
    }

    [TestMethod]
    public async Task A_refused_registration_waits_as_a_dead_letter_and_continues_when_it_is_changed()
    {
        await using var portal = await Portal();
        await using var run = await Start(portal, options => options with
        {
            Calls = options.Calls with { DefaultUser = 77, MissedResponsible = MissedResponsible.DefaultUser },
        });
        foreach (var stage in Stages("in_unreachable", 1))
            await run.Outbox.AddAsync(stage, _limit.Token);
        await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
        portal.Table("call").Should().BeEmpty("there is no user 77");

        var step = (await run.Store.ListAsync(StepState.DeadLettered, 10, _limit.Token))
            .Should().ContainSingle().Subject;
        step.Error.Should().Contain("User is not found");
        var changed = JsonNode.Parse(step.Parameters)!.AsObject();
        changed["USER_ID"] = 2;
        await run.Store.ReplaceAsync(step, step with
        {
            State = StepState.Waiting, Parameters = changed.ToJsonString(), Tries = 0, Due = _time.GetUtcNow(),
        }, _limit.Token);
        await Pass(run, TimeSpan.FromSeconds(1));

        // The finish names user 77 again, and becomes a dead letter the same way.
        portal.Table("call").Should().ContainSingle().Which!["USER_ID"]!.GetValue<int>().Should().Be(2);
        (await run.Store.ListAsync(StepState.DeadLettered, 10, _limit.Token))
            .Should().ContainSingle().Which.Name.Should().Be("finish");
    }

    [TestMethod]
    public async Task The_rate_limit_of_the_portal_is_never_exceeded()
    {
        await using var portal = await Bitrix24Sandbox.StartAsync(
            new() { IsStrictAboutWebhooks = false, Time = _time, Drain = 2, Hold = 50 }, _limit.Token);
        await using var run = await Start(portal, options => options with
        {
            RequestsPerSecond = 2, Burst = 50, Timeout = TimeSpan.FromHours(5),
        });
        foreach (var stage in Stages("in_answered_caller_ends", 40))
            await run.Outbox.AddAsync(stage, _limit.Token);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            return portal.Table("statistic").Count >= 40;
        }, what: "all calls are finished");

        portal.Beyond.Should().Be(0);
        portal.Table("call").Should().HaveCount(40);
    }

    private async Task Pass(OutboxRun run, TimeSpan time)
    {
        _time.Advance(time);
        await run.Outbox.WakeDueAsync(_limit.Token);
        await run.Outbox.IdleAsync().WaitAsync(_limit.Token);
    }

    private Task<Bitrix24Sandbox> Portal() => Bitrix24Sandbox.StartAsync(
        Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false, Time = _time }, _limit.Token);

    private async Task<OutboxRun> Start(Bitrix24Sandbox portal, Func<Bitrix24Options, Bitrix24Options>? change = null)
    {
        var options = new Bitrix24Options
        {
            Webhook = new(portal.Webhook), RequestsPerSecond = 1e6, Burst = 1_000_000,
            Calls = new() { DefaultUser = 3, Recording = RecordingMode.None },
        };
        return await OutboxRun.StartAsync(
            change?.Invoke(options) ?? options, _folder.File("outbox.db"), _time, _limit.Token);
    }

    private static IEnumerable<CallStageEvent> Stages(string scenario, int count)
    {
        var records = ManyCalls.Records(Captures.PathOf($"{scenario}.ami"));
        return Enumerable.Range(0, count)
            .SelectMany(number => StageRules.Tracker().Tell(ManyCalls.Renamed(records, number)));
    }
}
