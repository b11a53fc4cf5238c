using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>What becomes of calls that an account refuses, by what it says.</summary>
[TestClass]
public sealed class KommoRefusalTests
{
    private const string Known = ClientCalls.Known, Stranger = ClientCalls.Stranger;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private KommoCallOptions _calls = new()
        { DefaultUser = 503, Create = new(KommoClientKind.Lead, KommoClientKind.Contact) };

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Код ошибки 244. В случае повторного возникновения ошибки, обращайтесь в нашу техническую поддержку")]
    [DataRow("Error code 244. If the error occurs again, contact our support")]
    public async Task A_missing_right_to_add_leads_costs_the_lead_and_not_the_call(string detail)
    {
        await using var account = await AccountAsync();
        account.Faults.Add(new()
            { Kind = KommoFaultKind.Refused, Method = "POST", Paths = ["/api/v4/leads"], Detail = detail });
        await using var run = await StartAsync(account);

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);
        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
        for (var times = 0; times < 5; times++)
            await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);

        account.Table("calls").Should().ContainSingle();
        account.Table("leads").Should().BeEmpty();
        StatusOf(run).Reasons().Should().Contain(reason => reason.Text.Contains("244"));
        account.Faults.Clear();
        await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);
        account.Table("leads").Should().ContainSingle("the right is given later");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(400, "Something is wrong with one of them")]
    [DataRow(413, "")]
    [DataRow(422, "Cannot be processed")]
    public async Task One_entity_of_a_batch_that_is_refused_without_its_number_takes_no_other_with_it(
        int status, string detail)
    {
        await using var lab = await KommoLab.StartAsync();
        lab.Sandbox.Faults.Add(new()
        {
            Kind = KommoFaultKind.Refused, Status = status, Detail = detail, Method = "POST", Contains = "guilty",
        });
        var contacts = Enumerable.Range(0, 12)
            .Select(index => new JsonObject { ["name"] = index == 7 ? "guilty" : $"Client {index}" }).ToList();

        var results = await new KommoApi(lab.Client(lab.LongLived)).CreateAsync(
            KommoEntity.Contacts, contacts, _limit.Token);

        results.Select((result, index) => (result.IsDone, index)).Should()
            .OnlyContain(one => one.IsDone == (one.index != 7));
        lab.Sandbox.Table("contacts").Should().HaveCount(1 + 11);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_that_Kommo_never_attaches_to_a_known_client_becomes_a_note_of_the_client()
    {
        await using var account = await AccountAsync(like => like with { CallsFindNobody = true });
        await using var run = await StartAsync(account);

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends"), _limit.Token);
        account.Table("notes").Should().BeEmpty("Kommo may find the client in a moment");
        for (var times = 0; times < 6; times++)
            await run.PassAsync(TimeSpan.FromMinutes(1), _limit.Token);

        var note = account.Table("notes").Should().ContainSingle().Which!;
        ($"{note["entity_type"]}", $"{note["entity_id"]}", $"{note["note_type"]}", $"{note["params"]!["duration"]}")
            .Should().Be(("contacts", $"{account.Table("contacts")[0]!["id"]}", "call_in", "4"));
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_of_a_number_that_no_client_has_is_over_at_once()
    {
        _calls = _calls with { Create = new(KommoClientKind.Nothing, KommoClientKind.Nothing) };
        await using var account = await AccountAsync();
        await using var run = await StartAsync(account);

        await run.DeliverAsync(ClientCalls.Of("in_answered_caller_ends", Stranger), _limit.Token);

        account.Table("notes").Should().BeEmpty();
        (await run.Store.CountAsync(_limit.Token)).Should().Be((0, 0));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_no_answer", 501)]
    [DataRow("in_unreachable", 503)]
    public async Task The_missed_call_of_a_deleted_users_client_goes_to_the_next(string capture, int next)
    {
        _calls = _calls with { TaskOnMissed = new() { Incoming = true, Title = "Call back" } };
        await using var account = await AccountAsync();
        await using var run = await StartAsync(account);
        await run.Account.RefreshAsync(_limit.Token);
        account.Dismiss(502);

        await run.DeliverAsync(ClientCalls.Of(capture), _limit.Token);

        foreach (var table in new[] { "leads", "calls", "tasks" })
            $"{account.Table(table).Should().ContainSingle().Which!["responsible_user_id"]}"
                .Should().Be($"{next}", table);
        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_an_active_default_user_calls_wait_and_somebody_is_told()
    {
        _calls = _calls with { DefaultUser = 77 };
        await using var account = await AccountAsync();
        await using var run = await StartAsync(account);
        await run.Account.RefreshAsync(_limit.Token);

        await run.DeliverAsync(ClientCalls.Of("in_unreachable", Stranger), _limit.Token);

        (await run.LeftAsync(_limit.Token)).Dead.Should().BeEmpty();
        StatusOf(run).Reasons().Should().Contain(reason => reason.Text.Contains("default_user 77"));
        _calls = _calls with { DefaultUser = 503 };
        await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);
        await run.PassAsync(TimeSpan.FromMinutes(5), _limit.Token);
        $"{account.Table("calls").Single()!["responsible_user_id"]}".Should().Be("503");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_hook_that_renames_the_lead_of_a_deleted_user_is_obeyed()
    {
        await using var run = new FlowRun(Crm.Kommo)
            { KommoCalls = _calls, Pauses = new(TimeSpan.Zero, TimeSpan.Zero) };
        run.Write("process_lead_update_params.php",
            "<?php $params['name'] = 'renamed'; return array('state' => 'success', 'data' => $params);");
        await run.StartAsync();
        var contact = (long)run.Account.Table("contacts")[0]!["id"]!;
        await run.Kommo.CreateAsync(KommoEntity.Leads,
        [
            new()
            {
                ["name"] = "A deal", ["responsible_user_id"] = 502,
                ["_embedded"] = new JsonObject { ["contacts"] = new JsonArray(new JsonObject { ["id"] = contact }) },
            },
        ], _limit.Token);
        run.Account.Dismiss(502);

        foreach (var stage in ClientCalls.Of("in_no_answer"))
            await run.ReachedAsync(stage, _limit.Token);

        $"{run.Account.Table("leads").Single()!["name"]}".Should().Be("renamed");
        run.Account.Requests.Should().NotContain(request => request.Method == "PATCH" && request.Status == 400);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_update_hook_runs_though_nobody_is_responsible()
    {
        await using var run = new FlowRun(Crm.Kommo)
            { KommoCalls = _calls with { Create = new(KommoClientKind.Nothing, KommoClientKind.Nothing) } };
        run.Write("process_contact_update_params.php",
            "<?php $params['name'] = 'renamed'; return array('state' => 'success', 'data' => $params);");
        await run.StartAsync();
        await run.Kommo.CreateAsync(KommoEntity.Contacts,
        [
            new()
            {
                ["name"] = "Nobody's", ["responsible_user_id"] = 0,
                ["custom_fields_values"] = new JsonArray(new PhoneField(701).With(Stranger)),
            },
        ], _limit.Token);

        foreach (var stage in ClientCalls.Of("in_no_answer", Stranger))
            await run.ReachedAsync(stage, _limit.Token);

        $"{run.Account.Table("contacts")[1]!["name"]}".Should().Be("renamed");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_field_that_Kommo_does_not_take_is_left_out_unless_it_is_the_number()
    {
        using var log = new RecordedLog();
        await using var run = new FlowRun(Crm.Kommo)
        {
            KommoCalls = _calls with { Pipeline = 999 }, Pauses = new(TimeSpan.Zero, TimeSpan.Zero),
        };
        run.Write("process_contact_creation_params.php", """
            <?php
            $params['custom_fields_values'][] = array('field_id' => 4711, 'values' => array(array('value' => 'x')));
            return array('state' => 'success', 'data' => $params);
            """);

        foreach (var stage in ClientCalls.Of("in_answered_caller_ends", Stranger))
            await run.ReachedAsync(stage, _limit.Token);

        run.Account.Table("contacts")[1]!["custom_fields_values"]!.AsArray().Should().ContainSingle();
        run.Account.Table("leads").Should().ContainSingle();
        run.Account.Table("calls").Should().ContainSingle();
        log.Lines.Should().Contain(line => line.Contains("is changed and sent again") && line.Contains("pipeline_id"));
    }

    private static CrmStatus StatusOf(AccountRun run) =>
        new(run.Account.Flow.Crm, run.Account.Employees, run.Account.Health, () => run.Account.Limits);

    private Task<KommoSandbox> AccountAsync(Func<AccountSettings, AccountSettings>? change = null)
    {
        var settings = AccountSettings.WithoutLimit with { Time = _time };
        return KommoSandbox.StartAsync(change?.Invoke(settings) ?? settings, _limit.Token);
    }

    private Task<AccountRun> StartAsync(KommoSandbox account)
    {
        var options = new KommoOptions
        {
            Account = account.Address, LongLivedToken = new(account.Settings.LongLivedToken),
            RequestsPerSecond = 1_000_000, Calls = _calls, Tokens = _folder.File("tokens.json"),
        };
        return AccountRun.StartAsync(services => new KommoAccount(options, services, () => _calls),
            _folder.File("outbox.db"), _time, _limit.Token);
    }
}
