using System.Text.RegularExpressions;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>The input of the hooks of a call: the fields of the vendor's page, and no others.</summary>
[TestClass]
public sealed partial class KommoHookInputTests
{
    private const string Contact = """
        "custom_fields_values":[{"field_id":701,"values":[{"enum_code":"WORK","value":"12025550145"}]}],"name":"Contact 12025550145","tags":["Itgrix"]
        """;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Hooks_of_a_call_that_creates_contact_and_lead_get_the_documented_fields()
    {
        await using var run = Run("need_registration", "process_client_phone", "process_contact_creation_params",
            "process_lead_creation_params", "process_record_file_path", "process_call_params", "post_registration",
            "process_contact_update_params", "process_lead_update_params");

        await PlayAsync(run, "transfer_blind", ClientCalls.Stranger);

        Input(run, "need_registration").Should().Be("""{"call_stage":"call_ended"}""");
        Input(run, "process_client_phone").Should().Be("""{"phone":"12025550145","call_stage":"call_ended"}""");
        Input(run, "process_contact_creation_params").Should().Be("{" + Contact + ""","responsible_user_id":501}""");
        Input(run, "process_lead_creation_params").Should().Be("""
            {"name":"12025550145 - incoming","pipeline_id":801,"_embedded":{"contacts":[{"id":ID}],"tags":[{"name":"Itgrix"}]},"responsible_user_id":501,"status_id":811}
            """);
        Input(run, "process_record_file_path").Should().MatchRegex(
            """^\{"call_id":"[^"]+","from":"12025550145","to":"2025550101","path":"/[^"]+"}$""");
        Input(run, "process_call_params").Should().MatchRegex("""
            ^\{"call_result":"Answered","call_status":4,"created_at":TIME,"created_by":502,"direction":"inbound","duration":[34],"link":"https://rec.example.com/[^"]+","phone":"12025550145","responsible_user_id":502,"source":"itgrix_amo"}$
            """.Trim());
        Input(run, "post_registration").Should().Be("{}");
        Input(run, "process_contact_update_params").Should().Be("""{"id":ID,"responsible_user_id":502}""");
        Input(run, "process_lead_update_params").Should().Be("""{"id":ID,"responsible_user_id":502}""");
        var call = run.InputOf("post_registration")!["call_full"]!;
        ($"{call["entity"]!["type"]}", (bool)call["entity"]!["is_new"]!, $"{call["entity"]!["name"]}")
            .Should().Be(("contact", true, "Contact 12025550145"));
        ($"{call["deal"]!["type"]}", (bool)call["deal"]!["is_new"]!, $"{call["deal"]!["responsible_id"]}")
            .Should().Be(("lead", true, "501"));
        $"{call["record"]}".Should().StartWith("https://rec.example.com/");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_no_answer", ClientCalls.Known, "12025550123 - missed incoming", "leads", 502)]
    [DataRow("out_busy", ClientCalls.Known, "Ivan Ivanov", "contacts", 501)]
    public async Task Hooks_of_a_missed_call_get_the_documented_fields(
        string capture, string client, string name, string type, int responsible)
    {
        await using var run = Run("process_task_creation_params");

        await PlayAsync(run, capture, client);

        Input(run, "process_task_creation_params")
            .Should().Be("{\"complete_till\":TIME,\"created_by\":503,\"is_completed\":false,"
            + $"\"responsible_user_id\":{responsible},\"task_type\":1,\"text\":\"Call back {name} on a "
            + $"missed call from a number {client}\","
            + $"\"entity_id\":ID,\"entity_type\":\"{type}\"}}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Hooks_of_an_unsorted_call_get_the_documented_fields()
    {
        await using var run = Run("process_unsorted_creation_params", "process_call_params");

        await PlayAsync(run, "out_answered", ClientCalls.Stranger);

        Input(run, "process_unsorted_creation_params").Should().MatchRegex("^" + Regex.Escape(
            "{\"_embedded\":{\"contacts\":[{"
            + Contact + "}],\"leads\":[{\"name\":\"12025550145 - outgoing\",\"pipeline_id\":801,"
            + "\"tags\":[{\"name\":\"Itgrix\"}]}]},"
            + "\"created_at\":TIME,\"metadata\":{\"called_at\":TIME,\"duration\":4,\"from\":\"101\","
            + "\"is_call_event_needed\":false,\"link\":\"LINK\","
            + "\"phone\":\"12025550145\",\"service_code\":\"itgrix_amo\",\"uniq\":\"CALL\"},"
            + "\"pipeline_id\":801,\"source_name\":\"itgrix_amo\",\"source_uid\":\"CALL\"}")
            .Replace("LINK", "https://rec.example.com/[^\"]+").Replace("CALL", "[0-9.]+") + "$");
        run.InputOf("process_call_params").Should().BeNull("the call is in what is to be accepted");
    }

    // Without the call, and what is of the moment.
    private static string Input(FlowRun run, string hook)
    {
        var input = run.InputOf(hook)!.AsObject();
        input.Remove("call_full").Should().BeTrue();
        return Time().Replace(Id().Replace(input.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), "ID"), "TIME");
    }

    private static FlowRun Run(params string[] hooks)
    {
        var run = new FlowRun(Crm.Kommo)
        {
            KommoCalls = new()
            {
                DefaultUser = 503,
                Create = new(KommoClientKind.Lead, KommoClientKind.Unsorted),
                TaskOnMissed = new KommoCallOptions().TaskOnMissed with { Incoming = true, Outgoing = true },
                RecordingLink = "https://rec.example.com/{file}",
            },
        };
        foreach (var hook in hooks)
            run.Script(hook, hook switch
            {
                "need_registration" => "return Register();",
                "process_client_phone" => "return Success(In.Phone);",
                "process_record_file_path" => "return Success(In.Path);",
                "post_registration" => "return Done();",
                _ => "return Success(Params);",
            });
        return run;
    }

    private async Task PlayAsync(FlowRun run, string capture, string client)
    {
        foreach (var stage in ClientCalls.Of(capture, client))
            await run.ReachedAsync(stage, TestContext.CancellationToken);
        run.Asked.Should().NotContain(one => one.Outcome.Kind == Itgrix.Runtime.Hooks.OutcomeKind.Failed);
    }

    [GeneratedRegex(@"\b1\d{9}\b(?!\.)")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=""(?:entity_)?id"":)1\d{3}\b")]
    private static partial Regex Id();
}
