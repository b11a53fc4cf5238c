using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using static Itgrix.Runtime.Crms.Kommo.KommoTransport;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>
/// Each hook before a request to Kommo: Kommo gets the request as the hook leaves it, and unchanged when the hook
/// fails.
/// </summary>
[TestClass]
public sealed partial class KommoHookTests
{
    private const string Php = "<?php {0} return ['state' => 'success', 'data' => $params];";

    // A stranger's call that Alice answers and transfers to Bob; another one of the same client that is missed; one to
    // a
    // stranger.
    private static readonly string[] Requests =
        [AddContact, ShowCard,
            AddLead, ShowCard, AddCall, ChangeContact, ChangeLead, ShowCard, AddCall, AddTask, AddUnsorted];

    // process_record_file_path has a limit of its own, and no request.
    private static readonly string[] Hooks =
    [
        "process_client_phone", "need_registration", "process_contact_creation_params", "process_lead_creation_params",
        "process_call_params", "post_registration", "process_contact_update_params", "process_lead_update_params",
        "process_task_creation_params", "process_unsorted_creation_params",
    ];

    private static IReadOnlyList<string>? plain;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("process_client_phone",
        "$params['phone'] = '12025550188';", AddContact, "custom_fields_values.0.values.0.value", "12025550188")]
    [DataRow("process_client_phone", "$params['phone'] = '12025550188';", ShowCard, "phone_number", "12025550188")]
    [DataRow("process_client_phone", "$params['phone'] = '12025550123';", AddCall, "phone", "12025550123")]
    [DataRow("process_contact_creation_params", "$params['name'] = 'mine';", AddContact, "name", "mine")]
    [DataRow("process_contact_creation_params", "$params['first_name'] = 'mine';", AddContact, "first_name", "mine")]
    [DataRow(
        "process_contact_creation_params", "$params['tags'][] = 'mine';", AddContact, "_embedded.tags.1.name", "mine")]
    [DataRow(
        "process_contact_creation_params", "$params['tags'] = 'mine';", AddContact, "_embedded.tags.0.name", "mine")]
    [DataRow("process_contact_creation_params",
        "$params['tags'] = [3 => 'mine'];", AddContact, "_embedded.tags.0.name", "mine")]
    [DataRow(
        "process_contact_creation_params", "$params['tags'] = [['id' => 7]];", AddContact, "_embedded.tags.0.id", "7")]
    [DataRow("process_lead_creation_params", "$params['name'] = 'mine';", AddLead, "name", "mine")]
    [DataRow("process_lead_creation_params", "$params['price'] = 500;", AddLead, "price", "500")]
    [DataRow("process_lead_creation_params", "$params['status_id'] = 812;", AddLead, "status_id", "812")]
    [DataRow("process_lead_creation_params", "$params['_embedded']['tags'][] = ['name' => 'mine'];",
        AddLead, "_embedded.tags.1.name", "mine")]
    [DataRow("process_lead_creation_params", "$params['tags'] = ['mine'];", AddLead, "_embedded.tags.1.name", "mine")]
    [DataRow("process_record_file_path",
        "$params['path'] = '/rec/my own.mp3';", AddCall, "link", "https://rec.example.com/my%20own.mp3")]
    [DataRow("process_call_params", "$params['call_result'] = 'mine';", AddCall, "call_result", "mine")]
    [DataRow("process_call_params", "$params['duration'] = 77;", AddCall, "duration", "77")]
    [DataRow("process_call_params", "$params['responsible_user_id'] = 503;", AddCall, "responsible_user_id", "503")]
    [DataRow("process_contact_update_params", "$params['name'] = 'mine';", ChangeContact, "name", "mine")]
    [DataRow("process_contact_update_params", "$params['responsible_user_id'] = 503;",
        ChangeContact, "responsible_user_id", "503")]
    [DataRow(
        "process_contact_update_params", "$params['tags'] = ['mine'];", ChangeContact, "_embedded.tags.0.name", "mine")]
    [DataRow("process_lead_update_params", "$params['price'] = 500;", ChangeLead, "price", "500")]
    [DataRow("process_task_creation_params", "$params['text'] = 'mine';", AddTask, "text", "mine")]
    [DataRow("process_task_creation_params", "$params['task_type'] = 2;", AddTask, "task_type_id", "2")]
    [DataRow("process_task_creation_params", "$params['duration'] = 900;", AddTask, "duration", "900")]
    [DataRow("process_unsorted_creation_params",
        "$params['_embedded']['contacts'][0]['name'] = 'mine';", AddUnsorted, "_embedded.contacts.0.name", "mine")]
    [DataRow("process_unsorted_creation_params", "$params['_embedded']['contacts'][0]['tags'][] = 'mine';",
        AddUnsorted, "_embedded.contacts.0._embedded.tags.1.name", "mine")]
    [DataRow("process_unsorted_creation_params", "$params['_embedded']['leads'][0]['price'] = 500;", AddUnsorted,
        "_embedded.leads.0.price", "500")]
    [DataRow("process_unsorted_creation_params",
        "$params['metadata']['duration'] = 77;", AddUnsorted, "metadata.duration", "77")]
    public async Task Kommo_gets_a_request_as_its_hook_leaves_it(
        string hook, string change, string method, string field, string value)
    {
        await using var run = Run();
        run.Write($"{hook}.php", Php.Replace("{0}", change));

        await Play(run);

        Got(run, method, field).Should().Contain(value);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Kommo_gets_all_requests_of_a_call_as_scripts_leave_them()
    {
        await using var run = Run();
        run.Script("process_client_phone", "return Success(In.Phone.Replace(\"145\", \"188\"));");
        run.Script("process_contact_creation_params", "In.AddTag(\"mine\");\nreturn Success(In);");
        run.Script("process_lead_creation_params", "In.Name = \"mine\";\nreturn Success(In);");
        run.Script("process_call_params", "In.CallResult = \"mine\";\nreturn Success(In);");
        run.Script("process_contact_update_params", "Params[\"name\"] = \"mine\";\nreturn Success(Params);");
        run.Script("process_lead_update_params", "Params[\"price\"] = 500;\nreturn Success(Params);");
        run.Script("process_task_creation_params", "In.Text = \"mine\";\nIn.TaskType = 2;\nreturn Success(In);");
        run.Script("process_unsorted_creation_params",
            "Params[\"_embedded\"][\"leads\"][0][\"name\"] = \"mine\";\nreturn Success(Params);");

        await Play(run);

        run.Asked.Should().NotContain(one => one.Outcome.Kind == OutcomeKind.Failed);
        Got(run, AddContact, "custom_fields_values.0.values.0.value").Should().Equal("12025550188");
        Got(run, AddContact, "_embedded.tags.1.name").Should().Equal("mine");
        Got(run, AddLead, "name").Should().Equal("mine");
        Got(run, AddCall, "call_result").Should().Equal("mine", "mine");
        Got(run, AddCall, "phone").Should().Equal("12025550188", "12025550188");
        Got(run, ChangeContact, "name").Should().Equal("mine", "mine");
        Got(run, ChangeLead, "price").Should().Equal("500", "500");
        Got(run, AddTask, "text").Should().Equal("mine");
        Got(run, AddTask, "task_type_id").Should().Equal("2");
        Got(run, AddUnsorted, "_embedded.leads.0.name").Should().Equal("mine");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("process_contact_creation_params",
        new[] { ShowCard, ShowCard, AddCall, ShowCard, AddCall, AddTask, AddUnsorted })]
    [DataRow("process_lead_creation_params",
        new[] { AddContact, ShowCard, ShowCard, AddCall, ChangeContact, ShowCard, AddCall, AddTask, AddUnsorted })]
    [DataRow("process_call_params",
        new[] { AddContact, ShowCard, AddLead, ShowCard, ChangeContact, ChangeLead, ShowCard, AddTask, AddUnsorted })]
    [DataRow("process_contact_update_params", new[] { AddContact, ShowCard, AddLead,
        ShowCard, AddCall, ChangeLead, ShowCard, AddCall, AddTask, AddUnsorted })]
    [DataRow("process_lead_update_params", new[] { AddContact,
        ShowCard, AddLead, ShowCard, AddCall, ChangeContact, ShowCard, AddCall, AddTask, AddUnsorted })]
    [DataRow("process_task_creation_params", new[] { AddContact, ShowCard, AddLead,
        ShowCard, AddCall, ChangeContact, ChangeLead, ShowCard, AddCall, AddUnsorted })]
    [DataRow("process_unsorted_creation_params", new[] { AddContact,
        ShowCard, AddLead, ShowCard, AddCall, ChangeContact, ChangeLead, ShowCard, AddCall, AddTask })]
    public async Task Empty_data_cancels_the_request_and_those_that_need_it(string hook, string[] rest)
    {
        await using var run = Run();
        run.Write($"{hook}.php", "<?php return ['state' => 'success', 'data' => []];");
        run.Write("post_registration.php", Php.Replace("{0}", ""));

        await Play(run, mayFail: hook == "process_contact_creation_params");

        run.SentMethods.Should().Equal(rest);
        run.Asked.Where(one => one.Outcome.Hook.Name == hook).Should().NotBeEmpty()
            .And.OnlyContain(one => one.Outcome.Kind == OutcomeKind.Cancelled);
        run.Asked.Count(one => one.Outcome.Hook.Name == "post_registration").Should().Be(hook switch
        {
            "process_contact_creation_params" or "process_call_params" => 1,
            "process_unsorted_creation_params" => 2,
            _ => 3,
        }, "it runs once for each call that Kommo has");
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
    public async Task An_update_that_changes_nothing_is_not_sent()
    {
        await using var run = Run();
        run.Write("process_contact_update_params.php", Php.Replace("{0}", ""));
        run.Write("process_lead_update_params.php", Php.Replace("{0}", ""));

        await Play(run);

        run.SentMethods.Should().Equal(Requests);
        run.Asked.Count(one => one.Outcome.Hook.Name == "process_contact_update_params").Should().Be(2);
        run.Asked.Count(one => one.Outcome.Hook.Name == "process_lead_update_params").Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_update_changes_the_intended_contact()
    {
        await using var run = Run();
        run.Write(
            "process_contact_update_params.php", Php.Replace("{0}", "$params['id'] = 1001; $params['name'] = 'mine';"));

        await Play(run);

        Got(run, ChangeContact, "id").Should().NotBeEmpty().And.NotContain("1001");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("csx", "throw new InvalidOperationException(\"no such thing\");")]
    [DataRow("csx", "this is no C#")]
    [DataRow("csx", "return Itgrix.Hooks.Hook.Fail(\"not today\");")]
    [DataRow("csx", "Environment.Exit(3);")]
    [DataRow("php", "<?php throw new Exception('no such thing');")]
    [DataRow("php", "<?php this is no PHP")]
    [DataRow("php", "<?php exit(3);")]
    [DataRow(
        "php", "<?php return ['state' => 'error', 'data' => ['phone' => '1', 'result' => false, 'duration' => 1]];")]
    [DataRow("php", "<?php return ['data' => ['phone' => '1', 'result' => false, 'duration' => 1]];")]
    [DataRow("php", "<?php return 'success';")]
    [DataRow("php", "<?php echo '{\"state\": \"success\", \"data\": {\"duration\": 1';")]
    public async Task Requests_are_unchanged_when_hooks_fail(string engine, string code)
    {
        await using var run = Run();
        foreach (var hook in Hooks.Append("process_record_file_path"))
            run.Write($"{hook}.{engine}", engine == "csx" ? $"#load \"../itgrix.csx\"\n{code}" : code);

        await Play(run);

        run.Asked.Should().AllSatisfy(one =>
            one.Outcome.Kind.Should().Be(OutcomeKind.Failed, "{0} is of no use", one.Outcome.Hook.Name));
        run.Asked.Select(one => one.Outcome.Hook.Name).Should().Contain(Hooks);
        run.Sent.Select(Text).Should().Equal(await Plain());
    }

    // Only the state of post_registration's reply is read.
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("<?php return ['state' => 'success', 'data' => 'text'];")]
    [DataRow("<?php return ['state' => 'success', 'data' => [1, 2]];")]
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
    public async Task Requests_are_unchanged_when_hooks_time_out()
    {
        await using var run = Run(TimeSpan.FromMilliseconds(100));
        foreach (var hook in Hooks)
            run.Write($"{hook}.php", "<?php sleep(60);");

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

    // Only requests that Kommo accepted; they never contain what a hook gets of the call.
    private static IEnumerable<string?> Got(FlowRun run, string method, string field)
    {
        var got = run.Account.Requests.Where(
            request => $"{request.Method} {request.Path.TrimEnd('/')}" == method && request.Done).ToList();
        got.Should().NotContain(request => request.Body!.ToJsonString().Contains("call_full"));
        return got.SelectMany(request => request.Body as JsonArray ?? request.Body!["add"]!.AsArray()).Select(entity =>
            field.Split('.').Aggregate(
                entity, (node, name) => int.TryParse(name, out var at) ? At(node, at) : node?[name])?.ToString());
    }

    private static JsonNode? At(JsonNode? list, int at) => list is JsonArray all && at < all.Count ? all[at] : null;

    private static FlowRun Run(TimeSpan? limit = null) => new(Crm.Kommo, limit)
    {
        KommoCalls = new()
        {
            DefaultUser = 503,
            Create = new(KommoClientKind.Lead, KommoClientKind.Unsorted),
            TaskOnMissed = new() { Incoming = true },
            RecordingLink = "https://rec.example.com/{file}",
        },
    };

    private async Task Play(FlowRun run, bool mayFail = false)
    {
        foreach (var (capture, client) in new[]
            {
                ("transfer_blind", ClientCalls.Stranger), ("in_no_answer", ClientCalls.Stranger),
                ("out_answered", "12025550177"),
            })
        {
            foreach (var stage in ClientCalls.Of(capture, client, capture))
                await run.ReachedAsync(stage, TestContext.CancellationToken);
        }
        if (!mayFail)
            run.Account.Requests.Should().NotContain(request => request.Status >= 400);
    }

    // Without what is of the moment.
    private static string Text(SentRequest request) => Moment().Replace($"{request}", "");

    [GeneratedRegex(",?\"\\$(made|asked|phone)\":\"?\\d+\"?")]
    private static partial Regex Moment();
}
