using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>What becomes of calls that a portal refuses, by what it says.</summary>
[TestClass]
public sealed class PortalRefusalTests
{
    private const string Register = "telephony.externalcall.register", Finish = "telephony.externalcall.finish",
        Attach = "telephony.externalcall.attachrecord";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private Bitrix24CallOptions _calls = new() { DefaultUser = 3, Recording = RecordingMode.None };

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(Finish, "Unexpected database error")]
    [DataRow(Register, "MySQL Query Error: Deadlock found when trying to get lock; try restarting transaction")]
    [DataRow(Register, "Lock wait timeout exceeded")]
    [DataRow("tasks.task.add", "Mysql query error: (2006) MySQL server has gone away")]
    public async Task A_database_error_of_the_portal_passes_though_its_status_is_400(string method, string words)
    {
        _calls = _calls with { TaskOnMissed = new() { Incoming = true } };
        await using var portal = await PortalAsync();
        portal.Faults.Add(new() { Kind = FaultKind.Refused, Methods = [method], Description = words, Times = 1 });
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);
        await run.PassAsync(TimeSpan.FromSeconds(10), _limit.Token);

        portal.Table("statistic").Should().ContainSingle();
        portal.Table("task").Should().ContainSingle();
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_waits_until_the_portal_has_finished_the_call()
    {
        await using var portal = await PortalAsync();
        portal.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Methods = [Attach], Times = 2,
            Description = "Call is not found in the statistic table. Looks like it is not finished yet.",
        });
        await using var run = await StartAsync(portal, _calls with { Recording = RecordingMode.File });

        await run.DeliverAsync(Recorded("in_answered_caller_ends", "call.mp3"), _limit.Token);
        for (var times = 0; times < 3; times++)
            await run.PassAsync(TimeSpan.FromSeconds(10), _limit.Token);

        portal.Table("statistic").Single()!["RECORD"].Should().NotBeNull();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_of_a_call_that_the_portal_never_finishes_is_a_dead_letter_after_a_day()
    {
        await using var portal = await PortalAsync();
        portal.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Methods = [Attach],
            Description = "Call is not found in the statistic table. Looks like it is not finished yet.",
        });
        await using var run = await StartAsync(portal, _calls with { Recording = RecordingMode.File });
        await run.DeliverAsync(Recorded("in_answered_caller_ends", "call.mp3"), _limit.Token);
        (await run.LeftAsync(_limit.Token)).Waiting.Should().Equal("record");

        await run.PassAsync(TimeSpan.FromHours(25), _limit.Token);

        var (waiting, dead) = await run.LeftAsync(_limit.Token);
        waiting.Should().BeEmpty();
        dead.Should().ContainSingle().Which.Should().StartWith("record: ").And.Contain("not finished yet");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("invalid_token")]
    [DataRow("INVALID_TOKEN")]
    [DataRow("NO_AUTH_FOUND")]
    [DataRow("expired_token")]
    public async Task A_token_that_the_portal_does_not_know_is_renewed_once(string code)
    {
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal, isApplication: true);
        await run.DeliverAsync(ClientCalls.Of("in_no_answer", prefix: "first"), _limit.Token);
        portal.Faults.Add(new() { Kind = FaultKind.Refused, Status = 401, Code = code, Times = 1 });

        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);

        portal.Table("statistic").Should().HaveCount(2);
        portal.Requests.Count(request => request.Method == "oauth").Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_stored_token_that_the_portal_does_not_know_is_renewed_after_a_restart()
    {
        await using var portal = await PortalAsync();
        await using (var first = await StartAsync(portal, isApplication: true))
            await first.DeliverAsync(ClientCalls.Of("in_no_answer", prefix: "first"), _limit.Token);
        portal.Faults.Add(new() { Kind = FaultKind.Refused, Status = 401, Code = "invalid_token", Times = 1 });

        await using var run = await StartAsync(portal, isApplication: true);
        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);

        portal.Table("statistic").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_portal_that_refuses_every_token_is_not_asked_for_one_by_every_call()
    {
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal, isApplication: true);
        await run.DeliverAsync(ClientCalls.Of("in_no_answer", prefix: "first"), _limit.Token);
        portal.Faults.Add(new() { Kind = FaultKind.Refused, Status = 401, Code = "invalid_token" });

        for (var call = 0; call < 20; call++)
            await run.DeliverAsync(ClientCalls.Of("in_no_answer", prefix: $"call{call}"), _limit.Token);

        portal.Requests.Count(request => request.Method == "oauth").Should().Be(2);
        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
        portal.Faults.Clear();
        await run.PassAsync(TimeSpan.FromMinutes(6), _limit.Token);
        portal.Table("statistic").Should().HaveCount(21);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(400, "wrong_client")]
    [DataRow(403, "NOT_INSTALLED")]
    [DataRow(404, "portal_not_found")]
    [DataRow(400, "bad_verification_code")]
    [DataRow(402, "PAYMENT_REQUIRED")]
    [DataRow(400, "a word that nobody has seen yet")]
    [DataRow(422, "")]
    public async Task Calls_wait_for_a_token_whatever_the_refusal_of_the_renewal_and_somebody_is_told(
        int status, string code)
    {
        using var log = new RecordedLog();
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal, isApplication: true);
        await run.DeliverAsync(ClientCalls.Of("in_no_answer", prefix: "first"), _limit.Token);
        portal.ExpireTokens();
        portal.Faults.Add(new() { Kind = FaultKind.Refused, Methods = ["oauth"], Status = status, Code = code });

        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);

        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
        StatusOf(run).Reasons().Should().Contain(reason =>
            reason.Level == StatusLevel.Error && reason.Text.Contains($"{status} {code}".TrimEnd()));
        log.Lines.Should().Contain(line => line.StartsWith("Error ") && line.Contains("New tokens from"));
        portal.Faults.Clear();
        await run.PassAsync(TimeSpan.FromMinutes(6), _limit.Token);
        portal.Table("statistic").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_that_the_portal_does_not_take_holds_up_nothing_else()
    {
        await using var portal = await PortalAsync();
        portal.Faults.Add(new() { Kind = FaultKind.Error, Methods = [Attach], Seconds = 3 * 3600 });
        await using var run = await StartAsync(portal, _calls with { Recording = RecordingMode.File });

        await run.DeliverAsync(Recorded("transfer_blind", "call.mp3"), _limit.Token);
        await run.PassAsync(TimeSpan.FromMinutes(1), _limit.Token);

        portal.Table("statistic").Should().HaveCount(2, "two employees talked");
        (await run.LeftAsync(_limit.Token)).Waiting.Should().Equal("record");
        for (var times = 0; times < 4; times++)
            await run.PassAsync(TimeSpan.FromHours(1), _limit.Token);
        portal.Table("statistic").Count(row => row!["RECORD"] is not null).Should().Be(1);
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("telephony.externalcall.show", "in_answered_caller_ends")]
    [DataRow("telephony.externalcall.hide", "queue_linear_second_answers")]
    [DataRow("tasks.task.add", "in_no_answer")]
    public async Task A_card_or_a_task_that_fails_holds_up_no_registration(string method, string capture)
    {
        _calls = _calls with { TaskOnMissed = new() { Incoming = true } };
        await using var portal = await PortalAsync();
        portal.Faults.Add(new() { Kind = FaultKind.Error, Methods = [method] });
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of(capture), _limit.Token);

        portal.Table("statistic").Should().ContainSingle();
        portal.Faults.Clear();
        for (var times = 0; times < 3; times++)
            await run.PassAsync(TimeSpan.FromMinutes(3), _limit.Token);
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
        portal.Table("call").Should().OnlyContain(
            call => call!["CARDS"]!.AsArray().Count == 0, "a late card is of no use");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_the_right_to_add_contacts_the_call_is_registered_all_the_same()
    {
        _calls = _calls with { Create = new(ClientKind.Contact, ClientKind.Contact) };
        await using var portal = await PortalAsync();
        portal.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Methods = ["crm.contact.add"], Status = 403, Code = "ACCESS_DENIED",
            Description = "Access denied!",
        });
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of("in_no_answer", ClientCalls.Stranger), _limit.Token);
        StatusOf(run).Reasons().Should().Contain(reason => reason.Text.Contains("give the right"))
            .And.NotContain(reason => reason.Text.Contains("plan"));
        for (var times = 0; times < 5; times++)
            await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);

        portal.Table("statistic").Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_plan_without_REST_is_told_from_a_missing_right()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Sandbox.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Status = 403, Code = "ACCESS_DENIED", Times = 1,
            Description = "REST API is available only on commercial plans.",
        });

        (await portal.FailsAsync("user.current")).Message.Should().Contain("check the plan");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_date_that_a_hook_broke_costs_the_date_and_not_the_call()
    {
        await using var run = new FlowRun(Itgrix.Hooks.Crm.Bitrix24) { Options = _calls };
        run.Write("process_registration_params.php",
            "<?php $params['CALL_START_DATE'] = 'yesterday'; return array('state' => 'success', 'data' => $params);");

        foreach (var stage in ClientCalls.Of("in_no_answer"))
            await run.ReachedAsync(stage, _limit.Token);

        run.Sandbox.Table("statistic").Should().ContainSingle();
    }

    private static CrmStatus StatusOf(AccountRun run) =>
        new(run.Account.Flow.Crm, run.Account.Employees, run.Account.Health, () => run.Account.Limits);

    private IEnumerable<CallStageEvent> Recorded(string capture, string file)
    {
        var path = _folder.Write(file, "ID3 the sound of a call");
        return ClientCalls.Of(capture).Select(stage => stage with { Recordings = [path] });
    }

    private Task<Bitrix24Sandbox> PortalAsync(Func<Bitrix24Settings, Bitrix24Settings>? change = null)
    {
        var settings = Bitrix24Settings.WithoutLimit with
            { IsStrictAboutWebhooks = false, Time = _time, TokenLifetime = TimeSpan.FromDays(30) };
        return Bitrix24Sandbox.StartAsync(change?.Invoke(settings) ?? settings, _limit.Token);
    }

    private Task<AccountRun> StartAsync(
        Bitrix24Sandbox portal, Bitrix24CallOptions? calls = null, bool isApplication = false)
    {
        var options = new Bitrix24Options
        {
            RequestsPerSecond = 1e6, Burst = 1_000_000, Calls = calls ?? _calls,
            Webhook = isApplication ? null : new(portal.Webhook),
            OAuth = !isApplication ? null : new()
            {
                Portal = portal.Address, ClientId = portal.Settings.ClientId,
                ClientSecret = new(portal.Settings.ClientSecret), RefreshToken = new(portal.Settings.RefreshToken),
                Tokens = _folder.File("tokens.json"), Server = portal.TokenAddress,
            },
        };
        return AccountRun.StartAsync(
            services => new Bitrix24Portal(options, services), _folder.File("outbox.db"), _time, _limit.Token);
    }
}
