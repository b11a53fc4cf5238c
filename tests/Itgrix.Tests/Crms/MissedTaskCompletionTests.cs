using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>Tasks for missed calls are completed once the client was reached.</summary>
[TestClass]
public sealed class MissedTaskCompletionTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private Bitrix24Sandbox? _portal;
    private KommoSandbox? _account;
    private MissedTaskOptions _options = new() { Incoming = true, Complete = true };

    [TestCleanup]
    public async Task Clean()
    {
        if (_portal is not null)
            await _portal.DisposeAsync();
        if (_account is not null)
            await _account.DisposeAsync();
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Bitrix24", "in_answered_caller_ends")]
    [DataRow("Bitrix24", "out_answered")]
    [DataRow("Kommo", "in_answered_caller_ends")]
    [DataRow("Kommo", "out_answered")]
    public async Task An_answered_call_completes_the_clients_tasks_whatever_their_texts(string crm, string capture)
    {
        await using var run = await StartAsync(crm);
        await MissAsync(run, "first");
        await MissAsync(run, "second");
        await MissAsync(run, "other", ClientCalls.Stranger);
        Rename();

        await ReachAsync(run, capture);

        Completed.Should().Equal(true, true, false);
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Bitrix24", false, "in_answered_caller_ends")]
    [DataRow("Bitrix24", true, "in_no_answer")]
    [DataRow("Kommo", false, "in_answered_caller_ends")]
    [DataRow("Kommo", true, "in_no_answer")]
    public async Task Without_the_setting_or_an_answer_tasks_stay_open(string crm, bool isOn, string capture)
    {
        _options = _options with { Complete = isOn };
        await using var run = await StartAsync(crm);
        await MissAsync(run, "first");

        await ReachAsync(run, capture);

        Completed.Should().NotContain(true);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Bitrix24")]
    [DataRow("Kommo")]
    public async Task A_task_that_the_CRM_takes_after_the_client_was_reached_is_completed_at_once(string crm)
    {
        await using var run = await StartAsync(crm);
        _portal?.Faults.Add(new() { Kind = FaultKind.Error, Methods = ["tasks.task.add"], Seconds = 60 });
        _account?.Faults.Add(
            new() { Kind = KommoFaultKind.Error, Method = "POST", Paths = ["/api/v4/tasks"], Seconds = 60 });
        await MissAsync(run, "first");

        await ReachAsync(run, "in_answered_caller_ends");
        for (var minutes = 0; minutes < 10; minutes += 2)
            await run.PassAsync(TimeSpan.FromMinutes(2), _limit.Token);

        Completed.Should().Equal(true);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Bitrix24")]
    [DataRow("Kommo")]
    public async Task A_past_call_that_was_answered_before_leaves_the_task_of_a_later_missed_one(string crm)
    {
        await using var run = await StartAsync(crm);
        await MissAsync(run, "first");

        await ReachAsync(run, "in_answered_caller_ends", after: TimeSpan.FromDays(-1));

        Completed.Should().Equal(false);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Bitrix24")]
    [DataRow("Kommo")]
    public async Task A_task_that_an_employee_has_completed_or_deleted_is_no_dead_letter(string crm)
    {
        await using var run = await StartAsync(crm);
        await MissAsync(run, "first");
        if (_portal is not null)
            _portal.Table("task")[0]!["status"] = "5";
        else
            _account!.Table("tasks").Clear();

        await ReachAsync(run, "out_answered");
        await ReachAsync(run, "in_answered_caller_ends", after: TimeSpan.FromDays(2));

        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
        Requests.Should().Be(1, "it is asked for once");
    }

    private IEnumerable<bool> Completed => _portal is not null
        ? _portal.Table("task").Select(task => $"{task!["status"]}" == "5")
        : _account!.Table("tasks").Select(task => (bool?)task!["is_completed"] == true);

    private void Rename()
    {
        foreach (var task in _portal?.Table("task") ?? [])
            (task!["title"], task["description"], task["responsibleId"]) = ("Another", "", "2");
        foreach (var task in _account?.Table("tasks") ?? [])
            (task!["text"], task["responsible_user_id"]) = ("Another", 501);
    }

    // Requests to complete a task.
    private int Requests => _portal?.Requests.Count(request => request.Method == "tasks.task.complete")
        ?? _account!.Requests.Count(
            request => request.Method == "PATCH" && request.Path.Contains("tasks", StringComparison.Ordinal));

    private Task MissAsync(AccountRun run, string prefix, string client = ClientCalls.Known) =>
        run.DeliverAsync(ClientCalls.Of("in_no_answer", client, prefix), _limit.Token);

    private Task ReachAsync(AccountRun run, string capture, TimeSpan? after = null) =>
        run.DeliverAsync(ClientCalls.Of(capture, prefix: $"reached{after}").Select(stage =>
            stage with { Time = Missed + (after ?? TimeSpan.FromDays(1)) + stage.Time.TimeOfDay }), _limit.Token);

    private static DateTime Missed => ClientCalls.Of("in_no_answer")[^1].Time.Date;

    private async Task<AccountRun> StartAsync(string crm)
    {
        if (crm == "Bitrix24")
        {
            _portal = await Bitrix24Sandbox.StartAsync(
                Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false, Time = _time }, _limit.Token);
            return await RunAsync(services => new Bitrix24Portal(new()
            {
                RequestsPerSecond = 1e6, Burst = 1_000_000, Webhook = new(_portal.Webhook),
                Calls = new() { DefaultUser = 3, Recording = RecordingMode.None, TaskOnMissed = _options },
            }, services));
        }
        _account = await KommoSandbox.StartAsync(AccountSettings.WithoutLimit with { Time = _time }, _limit.Token);
        return await RunAsync(services => new KommoAccount(new()
        {
            Account = _account.Address, LongLivedToken = new(_account.Settings.LongLivedToken),
            RequestsPerSecond = 1_000_000, Tokens = _folder.File("tokens.json"),
            Calls = new() { DefaultUser = 503, TaskOnMissed = _options },
        }, services));
    }

    private Task<AccountRun> RunAsync(Func<CrmServices, ICrmAccount> open) =>
        AccountRun.StartAsync(open, _folder.File("outbox.db"), _time, _limit.Token);
}
