using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>
/// Each hook before a request to Bitrix24: the portal gets the request as the hook leaves it, and unchanged when the
/// hook fails.
/// </summary>
[TestClass]
public sealed partial class RequestHookTests
{
    private const string Register = "telephony.externalcall.register", Show = "telephony.externalcall.show",
        Hide = "telephony.externalcall.hide",
        Finish = "telephony.externalcall.finish", Activity = "crm.activity.update",
        Contact = "crm.contact.update", Task = "tasks.task.add";

    private static readonly string[] Requests = [Register, Show, Finish, Activity, Register, Show, Hide, Finish, Task];

    // process_record_file_path has a limit of its own, and no request.
    private static readonly string[] Hooks =
    [
        "process_client_phone",
        "process_user_phone", "need_registration", "process_registration_params", "post_registration",
        "customize_show_call_card", "process_final_params", "customize_attach_record_url", "customize_activity",
        "customize_entity", "process_task_creation_params",
    ];

    private static IReadOnlyList<string>? plain;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("process_client_phone", "$params['phone'] = '12025550145';", Register, "PHONE_NUMBER", "12025550145")]
    [DataRow("process_user_phone", "$params['phone'] = '102';", Register, "USER_ID", "2")]
    [DataRow("process_registration_params", "$params['CRM_SOURCE'] = 'WEB';", Register, "CRM_SOURCE", "WEB")]
    [DataRow("process_registration_params", "$params['CRM_CREATE'] = 0;", Register, "CRM_CREATE", "0")]
    [DataRow("customize_show_call_card", "$params['USER_ID'] = 3;", Show, "USER_ID", "3")]
    [DataRow("customize_show_call_card", "$params['USER_ID'] = 3;", Hide, "USER_ID", "3")]
    [DataRow("process_final_params", "$params['DURATION'] = 77;", Finish, "DURATION", "77")]
    [DataRow("process_final_params", "$params['VOTE'] = 5;", Finish, "VOTE", "5")]
    [DataRow("customize_attach_record_url", "$params['DESCRIPTION'] = 'mine';", Activity, "fields.DESCRIPTION", "mine")]
    [DataRow("customize_activity", "$params = ['SUBJECT' => 'mine'];", Activity, "fields.SUBJECT", "mine")]
    [DataRow("customize_entity", "$params = ['COMMENTS' => 'mine'];", Contact, "fields.COMMENTS", "mine")]
    [DataRow("process_task_creation_params", "$params['fields']['TITLE'] = 'mine';", Task, "fields.TITLE", "mine")]
    [DataRow("process_task_creation_params", "$params['fields']['PRIORITY'] = 2;", Task, "fields.PRIORITY", "2")]
    public async Task The_portal_gets_a_request_as_its_hook_leaves_it(
        string hook, string change, string method, string field, string value)
    {
        await using var run = Run();
        run.Write($"{hook}.php", $"<?php {change} return ['state' => 'success', 'data' => $params];");

        await Play(run);

        Got(run, method, field).Should().Contain(value);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_portal_gets_all_requests_of_a_call_as_scripts_leave_them()
    {
        await using var run = Run();
        run.Script("process_client_phone", "return Success(\"12025550145\");");
        run.Script("process_user_phone", "return Success(\"102\");");
        run.Script("process_registration_params", "In.CrmSource = \"WEB\";\nreturn Success(In);");
        run.Script("customize_show_call_card", "In.UserId = 3;\nreturn Success(In);");
        run.Script("process_final_params", "Params[\"DURATION\"] = 77;\nreturn Success(Params);");
        run.Script("customize_attach_record_url", "Params[\"DESCRIPTION\"] = \"mine\";\nreturn Success(Params);");
        run.Script("customize_activity", "return Success(new Output { [\"SUBJECT\"] = \"mine\" });");
        run.Script("customize_entity", "return Success(new Output { Comments = \"mine\" });");
        run.Script(
            "process_task_creation_params", "Params[\"fields\"][\"TITLE\"] = \"mine\";\nreturn Success(Params);");

        await Play(run);

        run.Asked.Where(one => Hooks.Contains(one.Outcome.Hook.Name))
            .Should().NotContain(one => one.Outcome.Kind == OutcomeKind.Failed);
        Got(run, Register, "PHONE_NUMBER").Should().Equal("12025550145", "12025550145");
        Got(run, Register, "USER_ID").Should().Equal("2", "2");
        Got(run, Register, "CRM_SOURCE").Should().Equal("WEB", "WEB");
        Got(run, Show, "USER_ID").Should().Equal("3", "3");
        Got(run, Hide, "USER_ID").Should().Equal("3");
        Got(run, Finish, "DURATION").Should().Equal("77", "77");
        Got(run, Activity, "fields.DESCRIPTION").Should().Contain("mine");
        Got(run, Activity, "fields.SUBJECT").Should().Contain("mine");
        Got(run, "crm.lead.update", "fields.COMMENTS").Should().Equal(["mine", "mine"], "the new number became a lead");
        Got(run, Task, "fields.TITLE").Should().Equal("mine");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("process_registration_params", new[] { Task })]
    [DataRow("customize_show_call_card", new[] { Register, Finish, Activity, Register, Finish, Task })]
    [DataRow("process_final_params", new[] { Register, Show, Register, Show, Hide, Task })]
    [DataRow("customize_attach_record_url", new[] { Register, Show, Finish, Register, Show, Hide, Finish, Task })]
    [DataRow("customize_activity", new[] { Register, Show, Finish, Activity, Register, Show, Hide, Finish, Task })]
    [DataRow("customize_entity", new[] { Register, Show, Finish, Activity, Register, Show, Hide, Finish, Task })]
    [DataRow("process_task_creation_params", new[] { Register, Show, Finish, Activity, Register, Show, Hide, Finish })]
    public async Task Empty_data_cancels_the_request_and_those_that_need_it(string hook, string[] rest)
    {
        await using var run = Run();
        run.Write($"{hook}.php", "<?php return ['state' => 'success', 'data' => []];");

        await Play(run);

        run.SentMethods.Should().Equal(rest);
        run.Asked.Where(one => one.Outcome.Hook.Name == hook).Should().NotBeEmpty()
            .And.OnlyContain(one => one.Outcome.Kind == OutcomeKind.Cancelled);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Scripts_can_cancel_their_requests()
    {
        await using var run = Run();
        string[] hooks =
            ["customize_attach_record_url", "customize_activity", "customize_entity", "process_task_creation_params"];
        foreach (var hook in hooks)
            run.Script(hook, "return Cancel();");

        await Play(run);

        run.SentMethods.Should().Equal(Requests.Where(method => method is not (Activity or Task)));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_legacy_file_gets_the_conversation_beside_the_activity_and_sends_none_of_it()
    {
        await using var run = Run();
        run.Write("customize_activity.php", """
            <?php
            $params['SUBJECT'] = "$params[type] $params[from] to $params[to] over $params[trunk], "
                . $params['activity']['id'];
            return ['state' => 'success', 'data' => $params];
            """);

        await Play(run);

        run.Sent.Where(request => request.Method == Activity)
            .Select(request => request.Parameters["fields"]!.AsObject())
            .Where(fields => fields.ContainsKey("SUBJECT")).Should().HaveCount(2).And.AllSatisfy(fields =>
            {
                $"{fields["SUBJECT"]}".Should().MatchRegex("^2 12025550123 to 101 over 2025550101, \\d+$");
                fields.Should().ContainSingle("the rest is only to read");
            });
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_explicit_false_of_need_registration_cancels_all_requests()
    {
        await using var run = Run();
        run.Write("need_registration.php", "<?php return ['state' => 'success', 'data' => ['result' => false]];");

        await Play(run);

        run.Sent.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_that_is_rejected_only_at_its_end_is_finished_without_other_requests()
    {
        await using var run = Run();
        foreach (var hook in Hooks)
            run.Write($"{hook}.php", "<?php return ['state' => 'success', 'data' => $params];");
        run.Write("need_registration.php",
            "<?php return ['state' => 'success', 'data' => ['result' => $params['call_stage'] != 'call_ended']];");

        await Play(run);

        run.SentMethods.Should().Equal(Register, Show, Finish, Register, Show, Hide, Finish);
        Got(run, Finish, "STATUS_CODE").Should().Equal("200", "486");
        run.Sandbox.Table("call").Should().HaveCount(2).And.OnlyContain(call => (bool)call!["FINISHED"]!);
        run.Asked.Where(one => one.Stage.Stage == CallStage.CallEnded).Select(one => one.Outcome.Hook.Name).Distinct()
            .Should().Equal("process_client_phone", "process_user_phone", "need_registration");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_rejected_call_that_Bitrix24_registered_at_a_click_is_finished()
    {
        await using var run = Run();
        run.Write("need_registration.php", "<?php return ['state' => 'success', 'data' => ['result' => false]];");
        await run.StartAsync();
        var clicked = await run.SendAsync(
            Register, new() { ["USER_ID"] = 1, ["PHONE_NUMBER"] = "12025550123", ["TYPE"] = 1 },
            outcomeUnknown: false, TestContext.CancellationToken);
        run.Know("c1", "register", JsonObject.Create(clicked)!);

        await Play(run);

        run.SentMethods.Should().Equal(Register, Finish);
        run.Sandbox.Table("call").Should().ContainSingle().Which!["FINISHED"]!.GetValue<bool>().Should().BeTrue();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_the_state_of_post_registration_is_read()
    {
        await using var run = Run();
        run.Write("post_registration.php",
            "<?php return ['state' => 'success', 'data' => ['CALL_ID' => 'another', 'USER_ID' => 3]];");

        await Play(run);

        run.Sent.Select(Text).Should().Equal(await Plain());
        run.Asked.Count(one => one.Outcome.Hook.Name == "post_registration")
            .Should().Be(2, "it runs once for each of the two calls");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("csx", "throw new InvalidOperationException(\"no such thing\");")]
    [DataRow("csx", "this is no C#")]
    [DataRow("csx", "return Itgrix.Hooks.Hook.Fail(\"not today\");")]
    [DataRow("csx", "Environment.Exit(3);")]
    [DataRow("php", "<?php throw new Exception('no such thing');")]
    [DataRow("php", "<?php this is no PHP")]
    [DataRow("php", "<?php no_such_function();")]
    [DataRow("php", "<?php exit(3);")]
    [DataRow(
        "php", "<?php return ['state' => 'error', 'data' => ['phone' => '1', 'result' => false, 'DURATION' => 1]];")]
    [DataRow("php", "<?php return ['data' => ['phone' => '1', 'result' => false, 'DURATION' => 1]];")]
    [DataRow("php", "<?php return 'success';")]
    [DataRow("php", "<?php echo '{\"state\": \"success\", \"data\": {\"DURATION\": 1';")]
    public async Task Requests_are_unchanged_when_hooks_fail(string engine, string code)
    {
        await using var run = Run();
        foreach (var hook in Hooks)
            run.Write($"{hook}.{engine}", engine == "csx" ? $"#load \"../itgrix.csx\"\n{code}" : code);

        await Play(run);

        run.Asked.Where(one => Hooks.Contains(one.Outcome.Hook.Name)).Should().AllSatisfy(
            one => one.Outcome.Kind.Should().Be(OutcomeKind.Failed, "{0} is of no use", one.Outcome.Hook.Name));
        run.Asked.Select(one => one.Outcome.Hook.Name).Should().Contain(Hooks);
        run.Sent.Select(Text).Should().Equal(await Plain());
    }

    // post_registration is not among them: only the state of its reply is read.
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("<?php return ['state' => 'success', 'data' => 'text'];")]
    [DataRow("<?php return ['state' => 'success', 'data' => [1, 2]];")]
    [DataRow("<?php return ['state' => 'success', 'data' => 7];")]
    public async Task Requests_are_unchanged_when_hooks_return_a_wrong_type(string code)
    {
        await using var run = Run();
        foreach (var hook in Hooks.Except(["post_registration"]))
            run.Write($"{hook}.php", code);

        await Play(run);

        run.Asked.Where(one => Hooks.Contains(one.Outcome.Hook.Name) && one.Outcome.Hook.Name != "post_registration")
            .Should().OnlyContain(one => one.Outcome.Kind == OutcomeKind.Failed);
        run.Sent.Select(Text).Should().Equal(await Plain());
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("csx", "System.Threading.Thread.Sleep(60000);\nreturn Itgrix.Hooks.Hook.Fail(\"late\");")]
    [DataRow("php", "<?php sleep(60);")]
    public async Task Requests_are_unchanged_when_hooks_time_out(string engine, string code)
    {
        await using var run = Run(TimeSpan.FromMilliseconds(150));
        foreach (var hook in Hooks)
            run.Write($"{hook}.{engine}", engine == "csx" ? $"#load \"../itgrix.csx\"\n{code}" : code);

        await Play(run);

        run.Asked.Where(one => Hooks.Contains(one.Outcome.Hook.Name)).Should().OnlyContain(one => one.Outcome.TimedOut);
        run.Sent.Select(Text).Should().Equal(await Plain());
    }

    // Without hooks; played once.
    private async Task<IReadOnlyList<string>> Plain()
    {
        if (plain is not null)
            return plain;
        await using var run = Run();
        await Play(run);
        run.SentMethods.Should().Equal(Requests);
        return plain = [.. run.Sent.Select(Text)];
    }

    // Only requests that the portal accepted; they never contain what a hook gets of the call.
    private static IEnumerable<string?> Got(FlowRun run, string method, string field)
    {
        var got = run.Sandbox.Requests.Where(
            request => request.Method == method.ToLowerInvariant() && request.Done).ToList();
        got.Should().NotContain(request => request.Parameters.ToJsonString().Contains("call_full"));
        return got.Select(request => field.Split('.')
            .Aggregate((JsonNode?)request.Parameters, (node, name) => node?[name])?.ToString());
    }

    private static FlowRun Run(TimeSpan? limit = null) => new(Crm.Bitrix24, limit)
    {
        Options = new()
        {
            DefaultUser = 3, Recording = RecordingMode.Link, RecordingLink = "https://rec.example.com/{file}",
            TaskOnMissed = new() { Incoming = true },
        },
    };

    // A call that Alice answers, recorded; then one that she does not.
    private async Task Play(FlowRun run)
    {
        var (answered, missed) = (new CelStream("c1"), new CelStream("c2"));
        PbxEvent[] events =
        [
            .. answered.Answered(), new RecordingStarted("c1", "/rec/a.wav"), .. answered.Over(),
            missed.Starts("PJSIP/trunk-1", "c2", "12025550123", "2025550101"),
            missed.Starts("PJSIP/101-3", "c2.2", "101"),
            missed.HangsUp("PJSIP/101-3", "c2.2", 17), missed.HangsUp("PJSIP/trunk-1", "c2"), missed.Ends(),
        ];
        await run.Play(events, StageRules.Tracker(), TestContext.CancellationToken);
        run.Sandbox.Requests.Should().NotContain(request => request.Status != 200);
    }

    // The portal gives each call an id of its own.
    private static string Text(SentRequest request) => Id().Replace($"{request}", "ID");

    [GeneratedRegex(@"externalCall\.\w+\.\d+")]
    private static partial Regex Id();
}
