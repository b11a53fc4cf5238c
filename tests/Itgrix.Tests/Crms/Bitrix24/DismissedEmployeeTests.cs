using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Features.Status;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Employees who were dismissed: others get their calls.</summary>
[TestClass]
public sealed class DismissedEmployeeTests
{
    private const int Alice = 1, Bob = 2, Carol = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private Bitrix24CallOptions _calls = new()
    {
        DefaultUser = Carol, Recording = RecordingMode.None, TaskOnMissed = new() { Incoming = true },
    };

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(true, "in_no_answer", Alice)]
    [DataRow(false, "in_no_answer", Alice)]
    [DataRow(true, "in_unreachable", Carol)]
    [DataRow(false, "in_unreachable", Carol)]
    public async Task A_missed_call_of_a_dismissed_employees_client_goes_to_the_next(
        bool isKnownBefore, string capture, int next)
    {
        await using var portal = await PortalAsync();
        if (isKnownBefore)
            portal.Dismiss(Bob);
        await using var run = await StartAsync(portal);
        await run.Account.RefreshAsync(_limit.Token);
        portal.Dismiss(Bob);

        await run.DeliverAsync(ClientCalls.Of(capture), _limit.Token);

        $"{portal.Table("statistic").Single()!["PORTAL_USER_ID"]}".Should().Be($"{next}");
        $"{portal.Table("task").Single()!["responsibleId"]}".Should().Be($"{next}");
        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_call_of_an_employee_who_was_dismissed_within_the_age_of_the_cache_goes_to_the_default_user()
    {
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal);
        await run.Account.RefreshAsync(_limit.Token);
        portal.Dismiss(Alice);

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);
        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends", prefix: "next"), _limit.Token);

        portal.Table("statistic").Select(row => $"{row!["PORTAL_USER_ID"]}").Should().Equal($"{Carol}", $"{Carol}");
        portal.Requests.Count(request => request.Method == "telephony.externalcall.register" && request.Status == 400)
            .Should().Be(1, "the dismissed one is forgotten");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_that_was_finished_with_a_lost_answer_before_its_employee_was_dismissed_is_finished()
    {
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal);
        await run.Account.RefreshAsync(_limit.Token);
        portal.Faults.Add(
            new() { Kind = FaultKind.CutAfter, Methods = ["telephony.externalcall.finish"], Times = 1 });
        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);
        portal.Dismiss(Alice);

        await run.PassAsync(TimeSpan.FromMinutes(1), _limit.Token);

        portal.Table("statistic").Should().ContainSingle();
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_an_active_default_user_calls_wait_and_somebody_is_told()
    {
        using var log = new RecordedLog();
        _calls = _calls with { DefaultUser = 77 };
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal);
        await run.Account.RefreshAsync(_limit.Token);

        await run.DeliverAsync(ClientCalls.Of("in_unreachable", ClientCalls.Stranger), _limit.Token);

        var (waiting, dead) = await run.LeftAsync(_limit.Token);
        waiting.Should().Equal("register");
        dead.Should().BeEmpty();
        new CrmStatus(run.Account.Flow.Crm, run.Account.Employees, run.Account.Health, () => run.Account.Limits)
            .Reasons().Should().Contain(reason => reason.Text.Contains("default_user 77"));
        log.Lines.Should().ContainSingle(line => line.StartsWith("Error ") && line.Contains("default_user 77"));
        _calls = _calls with { DefaultUser = Carol };
        await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);
        $"{portal.Table("statistic").Single()!["PORTAL_USER_ID"]}".Should().Be($"{Carol}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_task_does_not_need_its_dismissed_creator()
    {
        _calls = _calls with { TaskOnMissed = new() { Incoming = true, CreatedBy = 77 } };
        await using var portal = await PortalAsync();
        await using var run = await StartAsync(portal);

        await run.DeliverAsync(ClientCalls.Of("in_no_answer"), _limit.Token);

        var task = portal.Table("task").Should().ContainSingle().Which!;
        ($"{task["responsibleId"]}", $"{task["createdBy"]}").Should().Be(($"{Bob}", $"{Carol}"));
    }

    private Task<Bitrix24Sandbox> PortalAsync() => Bitrix24Sandbox.StartAsync(
        Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false, Time = _time }, _limit.Token);

    private Task<AccountRun> StartAsync(Bitrix24Sandbox portal)
    {
        var options = new Bitrix24Options
            { Webhook = new(portal.Webhook), RequestsPerSecond = 1e6, Burst = 1_000_000, Calls = _calls };
        return AccountRun.StartAsync(services => new Bitrix24Portal(options, services, () => _calls),
            _folder.File("outbox.db"), _time, _limit.Token);
    }
}
