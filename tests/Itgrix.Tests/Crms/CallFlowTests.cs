using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms;

/// <summary>A call on its way through both flows, with real scripts.</summary>
[TestClass]
public sealed class CallFlowTests
{
    private static readonly string[] Bitrix24Requests =
    [
        "telephony.externalcall.register", "telephony.externalcall.show", "telephony.externalcall.finish",
        "telephony.externalCall.attachRecord",
    ];

    private static readonly string[] KommoRequests = ["POST /api/v2/events", "POST /api/v4/calls"];

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean() => _limit.Dispose();

    [TestMethod]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task Every_request_is_unchanged_when_all_hooks_fail(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var plain = new FlowRun(crm);
        await Play(plain, Recorded());
        await using var failing = new FlowRun(crm);
        var hooks = plain.Asked.Select(one => one.Outcome.Hook.Name).Distinct().ToList();
        foreach (var hook in hooks)
            failing.Script(hook, "throw new InvalidOperationException(\"no such thing\");");
        await Play(failing, Recorded());

        failing.Asked.Should().HaveSameCount(plain.Asked)
            .And.AllSatisfy(one => one.Outcome.Kind.Should().Be(OutcomeKind.Failed, one.Outcome.Hook.Id));
        failing.Sent.Select(Text).Should().Equal(plain.Sent.Select(Text)).And.NotBeEmpty();
        plain.SentMethods.Should().Equal(Requests(crm));
    }

    [TestMethod]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task An_explicit_false_of_need_registration_keeps_the_call_out_of_the_CRM(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm);
        run.Script("need_registration", "return Ignore();");

        await Play(run, Recorded());

        run.Sent.Should().BeEmpty();
        run.Asked.Select(one => one.Outcome.Hook.Name).Distinct().Should().BeSubsetOf(
            ["process_client_phone", "process_user_phone", "need_registration"]);
        run.Asked.Should()
            .Contain(one => one.Outcome.Hook.Name == "need_registration" && one.Outcome.Kind == OutcomeKind.Applied);
    }

    [TestMethod]
    [DataRow("bitrix24", "process_registration_params", "PHONE_NUMBER")]
    [DataRow("kommo", "process_call_params", "phone")]
    public async Task All_later_hooks_and_the_CRM_see_a_changed_client_number(string id, string request, string field)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm);
        run.Script("process_client_phone", "return Success(\"+1\" + In.Phone[^10..]);");
        run.Script("need_registration", "return Register();");
        run.Script(request, "return Success(Params);");
        run.Script("process_record_file_path", "return Success(In.Path);");

        await Play(run, Recorded());

        foreach (var hook in new[] { "need_registration", request, "process_record_file_path" })
        {
            var from = run.InputOf(hook)!["call_full"]!["channel"]!["from"]!;
            ((string?)from["custom"]).Should().Be("+12025550123", hook);
            ((string?)from["original"]).Should().Be("12025550123", hook);
            ((string?)run.InputOf(hook)!["call_full"]!["conversations"]!["c1.2"]!["channel"]!["from"]!["custom"])
                .Should().Be("+12025550123");
        }
        ((string?)run.InputOf("process_record_file_path")!["from"]).Should().Be("+12025550123");
        Text(run.Sent.First(one => one.Parameters.ContainsKey(field)))
            .Should().Contain($"\"{field}\":\"\\u002B12025550123\"");
    }

    [TestMethod]
    [DataRow("bitrix24", "unknown"), DataRow("bitrix24", "-"), DataRow("bitrix24", "Иван"), DataRow("bitrix24", "１２３")]
    [DataRow("kommo", "Restricted"), DataRow("kommo", "anonymous@192.0.2.15")]
    public async Task A_hook_cannot_replace_the_clients_number_by_a_word(string id, string word)
    {
        var crm = HookCatalog.FindCrm(id)!;
        using var log = new RecordedLog();
        await using var plain = new FlowRun(crm);
        await Play(plain, Recorded());
        await using var run = new FlowRun(crm);
        run.Script("process_client_phone", $"return Success(\"{word}\");");

        await Play(run, Recorded());

        run.Sent.Select(Text).Should().Equal(plain.Sent.Select(Text)).And.NotBeEmpty();
        log.Lines.Should()
            .Contain(line => line.StartsWith("Warn") && line.Contains(word) && line.Contains("process_client_phone"));
    }

    [TestMethod]
    public async Task A_changed_employees_number_is_registered()
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        run.Script("process_user_phone", "return Success(In.Phone == \"101\" ? \"102\" : In.Phone);");

        await Play(run, Recorded());

        ((int)run.Sent[0].Parameters["USER_ID"]!).Should().Be(2, "102 is Bob's");
    }

    [TestMethod]
    [DataRow("bitrix24",
        "process_final_params", new[] { "telephony.externalcall.finish", "telephony.externalCall.attachRecord" })]
    [DataRow("bitrix24", "process_registration_params", new[]
    {
        "telephony.externalcall.register", "telephony.externalcall.show", "telephony.externalcall.finish",
        "telephony.externalCall.attachRecord",
    })]
    [DataRow("bitrix24", "customize_show_call_card", new[] { "telephony.externalcall.show" })]
    [DataRow("kommo", "process_call_params", new[] { "POST /api/v4/calls" })]
    public async Task A_hook_that_cancels_stops_its_request_and_those_that_need_it(
        string id, string hook, string[] requests)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = new FlowRun(crm);
        run.Script(hook, "return Cancel();");

        await Play(run, Recorded());

        run.SentMethods.Should().Equal(Requests(crm).Except(requests));
    }

    [TestMethod]
    public async Task Files_older_than_call_full_get_the_fields_of_their_version()
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        run.Script("need_registration", "return Register();");

        await Play(run, Recorded());

        var (call, conversation) =
            (run.InputOf("need_registration")!["call"]!, run.InputOf("need_registration")!["conversation"]!);
        string[] line = ["id", "type", "from", "to", "trunk", "start_time", "answer_time", "end_time", "was_answered"];
        call.AsObject().Select(field => field.Key).Should().BeEquivalentTo([.. line, "record", "result"]);
        conversation.AsObject().Select(field => field.Key).Should().BeEquivalentTo(line);
        ((string?)call["id"], (int)call["type"]!, (string?)call["from"], (string?)call["to"])
            .Should().Be(("c1", 2, "12025550123", "2025550101"));
        ((string?)call["start_time"], (int)call["result"]!, (bool)call["was_answered"]!)
            .Should().Be(("2026-11-21 12:00:01", 200, true));
        ((string?)conversation["id"], (string?)conversation["to"]).Should().Be(("c1.2", "101"));
    }

    [TestMethod]
    public async Task A_hook_of_Kommo_does_not_get_the_old_fields()
    {
        await using var run = new FlowRun(Crm.Kommo);
        run.Script("need_registration", "return Register();");

        await Play(run, Recorded());

        run.InputOf("need_registration")!.AsObject()
            .Select(field => field.Key).Should().NotContain(["call", "conversation"]);
    }

    [TestMethod]
    [DataRow("101", "102")]
    [DataRow("<unknown>", "2025550101")]
    public async Task Internal_calls_and_calls_without_a_number_reach_neither_hooks_nor_CRM(string from, string to)
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        var cel = new CelStream();

        await Play(run,
        [
            cel.Starts(from == "101" ? "PJSIP/101-1" : "PJSIP/trunk-1", "c1", from, to),
            cel.Starts("PJSIP/102-2", "c1.2", "102"),
            cel.HangsUp("PJSIP/102-2", "c1.2", 19), cel.HangsUp("PJSIP/trunk-1", "c1"),
        ]);

        run.Asked.Should().BeEmpty();
        run.Sent.Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_call_that_nobody_answered_has_no_recording()
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        var cel = new CelStream();

        await Play(run,
        [
            cel.Starts("PJSIP/trunk-1", "c1", "12025550123", "2025550101"), new RecordingStarted("c1", "/rec/a.wav"),
            cel.Starts("PJSIP/101-2", "c1.2", "101"),
            cel.HangsUp("PJSIP/101-2", "c1.2", 17), cel.HangsUp("PJSIP/trunk-1", "c1"),
        ]);

        run.Asked.Should().NotContain(one => one.Outcome.Hook.Name == "process_record_file_path");
        run.SentMethods.Should().Equal(
            "telephony.externalcall.register",
            "telephony.externalcall.show", "telephony.externalcall.hide", "telephony.externalcall.finish");
        ((string?)run.Sent[^1].Parameters["STATUS_CODE"]).Should().Be("486");
    }

    [TestMethod]
    public async Task The_path_from_the_hook_is_the_path_of_the_recording()
    {
        await using var run = new FlowRun(Crm.Bitrix24);
        run.Script("process_record_file_path", "return Success(\"/rec/b.mp3\");");

        await Play(run, Recorded());

        ((string?)run.InputOf("process_record_file_path")!["path"]).Should().Be("/rec/a.wav");
        ((string?)run.Sent[^1].Parameters["FILENAME"]).Should().Be("b.mp3");
    }

    private Task Play(FlowRun run, IEnumerable<PbxEvent> events) =>
        run.Play(events, StageRules.Tracker(), _limit.Token);

    // An incoming call from 12025550123 that 101 answers, recorded.
    private static IEnumerable<PbxEvent> Recorded()
    {
        var cel = new CelStream();
        return [.. cel.Answered(), new RecordingStarted("c1", "/rec/a.wav"), .. cel.Over()];
    }

    // The portal gives each call an id of its own.
    private static string[] Requests(Crm crm) => crm == Crm.Kommo ? KommoRequests : Bitrix24Requests;

    // Without what is of the moment: ids, and when a request was made.
    private static string Text(SentRequest request) => System.Text.RegularExpressions.Regex.Replace(
        $"{request}", """externalCall\.\w+\.\d+|"\$made":\d+""", "ID");
}
