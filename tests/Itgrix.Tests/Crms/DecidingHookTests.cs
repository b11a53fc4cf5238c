using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

/// <summary>What the hooks see that decide whether and under which number a call is delivered.</summary>
[TestClass]
public sealed class DecidingHookTests
{
    private const string Keeps = "return array('state' => 'success', 'data' => $params);";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24", "['entity']['name']", "Ivan Ivanov")]
    [DataRow("bitrix24", "['entity']['responsible_id']", "2")]
    [DataRow("bitrix24", "['entity']['responsible']['name']", "Bob Brown")]
    [DataRow("kommo", "['entity']['name']", "Ivan Ivanov")]
    [DataRow("kommo", "['entity']['responsible_id']", "502")]
    [DataRow("bitrix24", "['conversations']", "101")]
    [DataRow("kommo", "['conversations']", "101")]
    public async Task A_black_list_by_client_or_employee_keeps_calls_out_of_the_CRM(
        string crm, string field, string black)
    {
        await using var run = Run(crm);
        var value = field == "['conversations']"
            ? "implode(' ', array_map(function ($one) { return implode(' ', $one['user']['phones'] ?? []); }, "
                + "$params['call_full']['conversations']))"
            : $"$params['call_full']{field} ?? ''";
        run.Write("need_registration.php",
            $"<?php $isBlack = strpos({value}, '{black}') !== false; "
            + "return array('state' => 'success', 'data' => array('result' => !$isBlack));");

        await PlayAsync(run, "in_no_answer", ClientCalls.Known);
        run.Sent.Should().BeEmpty();

        await PlayAsync(run, "in_unreachable", ClientCalls.Stranger);
        run.Sent.Should().NotBeEmpty("it is another's");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task The_hooks_of_numbers_see_client_and_employee_and_the_search_is_not_repeated(string crm)
    {
        await using var run = Run(crm);
        foreach (var hook in new[] { "process_client_phone", "process_user_phone" })
        {
            if (hook == "process_client_phone" || crm == "bitrix24")
                run.Write($"{hook}.php", $"<?php file_put_contents(__DIR__ . '/{hook}', "
                    + "$params['call_full']['entity']['name'] . ' ' . "
                    + $"current($params['call_full']['conversations'])['user']['name']); {Keeps}");
        }

        await PlayAsync(run, "in_no_answer", ClientCalls.Known, stages: 1);

        Seen(run, crm, "process_client_phone").Should().Be("Ivan Ivanov Alice Adams");
        if (crm == "bitrix24")
            Seen(run, crm, "process_user_phone").Should().Be("Ivan Ivanov Alice Adams");
        else
            run.Account.Requests.Count(request => request.Path.StartsWith("/api/v4/contacts?query"))
                .Should().Be(1);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Later_stages_see_the_registration()
    {
        await using var run = Run("bitrix24");
        run.Write("need_registration.php", "<?php file_put_contents(__DIR__ . '/seen', $params['call_stage'] . ' ' . "
            + "($params['call_full']['registration']['id'] ?? 'none') . \"\\n\", FILE_APPEND); "
            + "return array('state' => 'success', 'data' => array('result' => true));");

        await PlayAsync(run, "in_no_answer", ClientCalls.Known);

        var id = $"{run.Sandbox.Table("call").Single()!["CALL_ID"]}";
        Seen(run, "bitrix24", "seen").Split('\n', StringSplitOptions.RemoveEmptyEntries).Should()
            .Equal("conversation_requested none", $"conversation_ended {id}", $"call_ended {id}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_CRM_that_hangs_holds_up_the_hook_for_moments_only(string crm)
    {
        using var log = new RecordedLog();
        await using var run = Run(crm);
        run.Write("need_registration.php",
            "<?php return array('state' => 'success', 'data' => array('result' => false));");
        await run.StartAsync();
        var never = new TaskCompletionSource();
        if (crm == "bitrix24")
            run.Sandbox.Faults.Add(new() { Kind = FaultKind.Slow, Until = never.Task });
        else
            run.Account.Faults.Add(new() { Kind = KommoFaultKind.Hang, Until = never.Task });

        await PlayAsync(run, "in_no_answer", ClientCalls.Known, stages: 1);

        log.Lines.Should().ContainSingle(line => line.StartsWith("Debug ") && line.Contains("get no entity"));
        run.Asked.Should().ContainSingle(one => one.Outcome.Hook.Name == "need_registration");
        never.SetResult();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_such_a_hook_nobody_is_asked_before_the_registration()
    {
        await using var run = Run("bitrix24");

        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Known);

        run.Sandbox.Requests.Select(request => request.Method).Should()
            .NotContain("telephony.externalcall.searchcrmentities").And.NotContain("crm.contact.get");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_conversation_with_a_handled_end_is_processed()
    {
        await using var run = Run("bitrix24");
        run.Write("need_registration.php", "<?php file_put_contents(__DIR__ . '/seen', $params['call_stage'] . ' ' . "
            + "implode(',', array_map(function ($one) { return $one['channel']['state']; }, "
            + "array_values($params['call_full']['conversations']))) . ' ' . $params['call_full']['channel']['state'] "
            + ". \"\\n\", FILE_APPEND); return array('state' => 'success', 'data' => array('result' => true));");

        await PlayAsync(run, "in_no_answer", ClientCalls.Known);

        Seen(run, "bitrix24", "seen").Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "conversation_requested ringing ringing", "conversation_ended ended ringing", "call_ended processed ended");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_employee_who_clicked_is_responsible_for_the_registration()
    {
        await using var run = Run("bitrix24");
        run.Script("post_registration", "return Done();");
        await run.StartAsync();
        var stages = ClientCalls.Of("click_to_call", "12025550144");
        run.Know(stages[0].CallId, "register", new() { ["CALL_ID"] = "externalCall.1", ["USER_ID"] = "2" });

        await run.ReachedAsync(stages[0], _limit.Token);

        $"{run.InputOf("post_registration")!["call_full"]!["registration"]!["responsible_id"]}".Should().Be("2");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_phones_of_a_user_of_Kommo_begin_with_the_extension()
    {
        await using var run = Run("kommo");
        run.KommoCalls = run.KommoCalls with { Users = new Dictionary<string, long> { ["777"] = 502 } };
        run.Write("process_call_params.php", "<?php file_put_contents(__DIR__ . '/seen', "
            + $"implode(' ', $params['call_full']['entity']['responsible']['phones'])); {Keeps}");

        await PlayAsync(run, "in_no_answer", ClientCalls.Known);

        Seen(run, "kommo", "seen").Should().Be("777 102");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_task_may_be_for_clients_only_that_the_CRM_had_before(string crm)
    {
        await using var run = Run(crm);
        run.Options = run.Options with { TaskOnMissed = new() { Incoming = true, OnlyKnown = true } };
        run.KommoCalls = run.KommoCalls with { TaskOnMissed = new() { Incoming = true, OnlyKnown = true } };

        await PlayAsync(run, "in_no_answer", ClientCalls.Stranger);
        run.SentMethods.Should().NotContain(method => method.Contains("task"));
        await PlayAsync(run, "in_unreachable", ClientCalls.Known);
        run.SentMethods.Should().ContainSingle(method => method.Contains("task"));
    }

    private static FlowRun Run(string crm) =>
        new(CrmModules.All.Select(module => module.Crm).First(one => one.Id == crm))
        {
            Options = new() { DefaultUser = 3 },
            KommoCalls = new()
                { DefaultUser = 503, Create = new(KommoClientKind.Contact, KommoClientKind.Contact) },
        };

    private static string Seen(FlowRun run, string crm, string file) => File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(run.File($"customizations/{crm}/near", ""))!, file));

    private async Task PlayAsync(FlowRun run, string capture, string client, int stages = int.MaxValue)
    {
        foreach (var stage in ClientCalls.Of(capture, client).Take(stages))
            await run.ReachedAsync(stage, _limit.Token);
    }
}
