using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>
/// The CRM marketplace's acceptance criteria for telephony, each verified in the portal itself.
/// </summary>
[TestClass]
public sealed class AcceptanceTests
{
    private const string Known = "12025550123", Unknown = "12025550145";

    private const int Alice = 1, Bob = 2, Carol = 3;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_incoming_call_is_registered_and_finished()
    {
        await using var run = Run();

        await Play(run, "in_answered_caller_ends.ami");

        var call = One(run, "statistic");
        Texts(call, "INCOMING", "PHONE_NUMBER", "PORTAL_USER_ID", "CALL_FAILED_CODE", "CALL_DURATION")
            .Should().Equal("2", Known, "1", "200", "4");
        Texts(call, "CRM_ENTITY_TYPE", "CRM_ENTITY_ID").Should().Equal("CONTACT", "11");
        Texts(One(run, "activity"), "OWNER_ID", "DIRECTION", "COMPLETED", "RESPONSIBLE_ID")
            .Should().Equal("11", "1", "Y", "1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_outgoing_call_is_registered_and_finished()
    {
        await using var run = Run();

        await Play(run, "out_answered.ami");

        Texts(One(run, "statistic"), "INCOMING", "PHONE_NUMBER", "PORTAL_USER_ID", "CALL_FAILED_CODE", "CALL_DURATION")
            .Should().Equal("1", "912025550144", "1", "200", "4");
        Texts(One(run, "activity"), "DIRECTION", "COMPLETED").Should().Equal("2", "Y");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_answered_caller_ends.ami", "2025550101")]
    [DataRow("queue_linear_second_answers.ami", "2025550161")]
    [DataRow("ivr_caller_gives_up.ami", "2025550110")]
    [DataRow("out_answered.ami", "trunk")]
    public async Task The_line_of_a_call_is_the_called_number_or_the_trunk(string capture, string line)
    {
        await using var run = Run();

        await Play(run, capture);

        ((string?)One(run, "statistic")["PORTAL_NUMBER"]).Should().Be(line);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_attached_as_a_file()
    {
        await using var run = Run();
        var file = run.File("rec/a.wav", "the sound of a call");

        await Play(run, Answered(file));

        var record = One(run, "statistic")["RECORD"]!;
        Texts(record, "NAME", "SIZE").Should().Equal("a.wav", "19");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_attached_as_a_link_with_a_player_in_the_activity()
    {
        await using var run = Run(options => options with
        {
            Recording = RecordingMode.Link, RecordingLink = "https://rec.example.com/calls/{file}",
        });

        await Play(run, Answered("/rec/a b.wav"));

        var activity = One(run, "activity");
        Texts(activity, "DESCRIPTION_TYPE").Should().Equal("3");
        ((string?)activity["DESCRIPTION"])
            .Should().Contain("<audio controls src=\"https://rec.example.com/calls/a%20b.wav\">");
        run.SentMethods.Should().NotContain("telephony.externalCall.attachRecord");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_not_attached_when_recordings_are_switched_off()
    {
        await using var run = Run(options => options with { Recording = RecordingMode.None });

        await Play(run, Answered(run.File("rec/a.wav", "the sound of a call")));

        One(run, "statistic")["RECORD"].Should().BeNull();
        run.SentMethods.Last().Should().Be("telephony.externalcall.finish");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_missed_incoming_call_creates_a_task_to_call_back()
    {
        await using var run = Run(options => options with { TaskOnMissed = new() { Incoming = true } });

        await Play(run, Missed(Known));

        var task = One(run, "task");
        Texts(task, "title", "responsibleId", "createdBy").Should().Equal($"Call back: Ivan Ivanov {Known}", "2", "3");
        ((string?)task["ufCrmTask"]![0]).Should().Be("C_11");
        ((string?)task["deadline"]).Should().Be("2026-11-21T12:15:04+00:00", "15 minutes after the end");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_unanswered_outgoing_call_creates_a_task_for_its_employee()
    {
        await using var run = Run(options => options with { TaskOnMissed = new() { Outgoing = true } });

        await Play(run, "out_no_answer.ami");

        Texts(One(run, "task"), "responsibleId").Should().Equal("1");
        ((string?)One(run, "task")["title"]).Should().EndWith(" 912025550144");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_no_answer.ami", false, true)]
    [DataRow("out_no_answer.ami", true, false)]
    [DataRow("in_answered_caller_ends.ami", true, true)]
    [DataRow("out_answered.ami", true, true)]
    [DataRow("transfer_blind_no_answer.ami", true, true)]
    [DataRow("internal_no_answer.ami", true, true)]
    public async Task Other_calls_than_missed_ones_create_no_task(string capture, bool incoming, bool outgoing)
    {
        await using var run = Run(
            options => options with { TaskOnMissed = new() { Incoming = incoming, Outgoing = outgoing } });

        await Play(run, capture);

        run.Sandbox.Table("task").Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(0, Known, true, Bob)]
    [DataRow(0, Known, false, Bob)]
    [DataRow(0, Unknown, true, Alice)]
    [DataRow(0, Unknown, false, Carol)]
    [DataRow(1, Known, true, Alice)]
    [DataRow(1, Known, false, Carol)]
    [DataRow(2, Known, true, Carol)]
    [DataRow(2, Unknown, false, Carol)]
    public async Task A_missed_call_is_assigned_as_configured_or_to_the_next_choice(
        int setting, string from, bool isRung, int responsible)
    {
        await using var run = Run(options => options with
        {
            MissedResponsible = (MissedResponsible)setting,
            TaskOnMissed = new() { Incoming = true }, Create = new(ClientKind.Nothing, ClientKind.Nothing),
        });

        await Play(run, isRung ? Missed(from) : NobodyThere(from));

        Texts(One(run, "statistic"), "PORTAL_USER_ID").Should().Equal($"{responsible}");
        Texts(One(run, "activity"), "RESPONSIBLE_ID", "COMPLETED").Should().Equal($"{responsible}", "N");
        Texts(One(run, "task"), "responsibleId").Should().Equal($"{responsible}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_redirected.ami", "Alice's phone sends the call on")]
    [DataRow("in_one_after_the_other.ami", "Alice does not answer")]
    [DataRow("queue_first_busy.ami", "Alice is busy")]
    [DataRow("transfer_blind.ami", "Alice talks and hands the call on")]
    [DataRow("transfer_attended_keys.ami", "Alice asks Bob first")]
    [DataRow("parked_and_fetched.ami", "Alice parks the call")]
    public async Task A_transferred_calls_card_is_hidden_from_one_employee_and_shown_to_the_next(
        string capture, string because)
    {
        await using var run = Run();
        var cards = new List<int[]>();
        foreach (var stage in StageRules.Tracker().Tell(CaptureEvents.Of(capture)).SkipLast(1))
        {
            await run.ReachedAsync(stage, TestContext.CancellationToken);
            cards.Add([.. One(run, "call")["CARDS"]!.AsArray().Select(id => (int)id!)]);
        }

        cards[0].Should().Equal([Alice], because);
        cards[^1].Should().Equal([Bob], because);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(nameof(CardMoment.Ring), new[] { Alice }, new[] { Alice })]
    [DataRow(nameof(CardMoment.Answer), new int[0], new[] { Alice })]
    [DataRow(nameof(CardMoment.Never), new int[0], new int[0])]
    public async Task A_calls_card_is_shown_at_the_configured_moment(string moment, int[] ringing, int[] talking)
    {
        await using var run = Run(
            options => options with { Card = new(Enum.Parse<CardMoment>(moment), CardMoment.Never) });
        var stages = StageRules.Tracker().Tell(CaptureEvents.Of("in_answered_caller_ends.ami"));

        await run.ReachedAsync(stages[0], TestContext.CancellationToken);
        One(run, "call")["CARDS"]!.AsArray().Select(id => (int)id!).Should().Equal(ringing);
        await run.ReachedAsync(stages[1], TestContext.CancellationToken);
        One(run, "call")["CARDS"]!.AsArray().Select(id => (int)id!).Should().Equal(talking);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(nameof(ClientKind.Contact), Unknown, 2, 0, "CONTACT")]
    [DataRow(nameof(ClientKind.Lead), Unknown, 1, 1, "LEAD")]
    [DataRow(nameof(ClientKind.Nothing), Unknown, 1, 0, "")]
    [DataRow(nameof(ClientKind.Contact), Known, 1, 0, "CONTACT")]
    [DataRow(nameof(ClientKind.Lead), Known, 1, 0, "CONTACT")]
    public async Task An_unknown_caller_becomes_the_configured_entity(
        string kind, string from, int contacts, int leads, string type)
    {
        await using var run = Run(
            options => options with { Create = new(Enum.Parse<ClientKind>(kind), ClientKind.Nothing), Source = "WEB" });

        await Play(run, Missed(from));

        run.Sandbox.Table("contact").Should().HaveCount(contacts);
        run.Sandbox.Table("lead").Should().HaveCount(leads);
        ((string?)One(run, "statistic")["CRM_ENTITY_TYPE"]).Should().Be(type);
        foreach (var made in run.Sandbox.Table("lead").Concat(run.Sandbox.Table("contact").Skip(1)))
        {
            Texts(made!, "SOURCE_ID").Should().Equal("WEB");
            ((string?)made!["PHONE"]![0]!["VALUE"]).Should().Be(from);
            Texts(One(run, "activity"), "OWNER_ID").Should().Equal($"{made["ID"]}");
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("click_to_call.ami")]
    [DataRow("click_to_call_dial.ami")]
    [DataRow("click_to_call_local.ami")]
    public async Task A_call_that_Bitrix24_registered_at_a_click_is_only_finished(string capture)
    {
        await using var run = Run();
        run.Script("post_registration", "return Done();");
        await run.StartAsync();
        var stages = StageRules.Tracker().Tell(CaptureEvents.Of(capture));
        var registered = await run.SendAsync("telephony.externalcall.register", new()
            { ["TYPE"] = 1, ["USER_ID"] = Alice, ["PHONE_NUMBER"] = "12025550144" },
            false, TestContext.CancellationToken);
        var id = registered.GetProperty("CALL_ID").GetString();
        run.Sent.Clear();
        run.Know(stages[0].CallId, "register", new() { ["CALL_ID"] = id });

        foreach (var stage in stages)
            await run.ReachedAsync(stage, TestContext.CancellationToken);

        run.Sent.Should().AllSatisfy(request => ((string?)request.Parameters["CALL_ID"]).Should().Be(id));
        run.SentMethods.Should().NotContain("telephony.externalcall.register");
        Texts(One(run, "statistic"), "CALL_ID", "PORTAL_USER_ID", "CALL_FAILED_CODE", "CALL_DURATION")
            .Should().Equal(id!, "1", "200", "4");
        run.Asked.Where(one => one.Outcome.Hook.Name == "post_registration").Select(one => one.Stage.Key)
            .Should().Equal(stages[0].Key);
    }

    private static FlowRun Run(Func<Bitrix24CallOptions, Bitrix24CallOptions>? change = null)
    {
        var options = new Bitrix24CallOptions { DefaultUser = Carol };
        return new(Crm.Bitrix24) { Options = change?.Invoke(options) ?? options };
    }

    private Task Play(FlowRun run, string capture) => Play(run, CaptureEvents.Of(capture));

    private Task Play(FlowRun run, IEnumerable<PbxEvent> events) =>
        run.Play(events, StageRules.Tracker(), TestContext.CancellationToken);

    private static IEnumerable<PbxEvent> Answered(string recording)
    {
        var cel = new CelStream();
        return [.. cel.Answered(), new RecordingStarted("c1", recording), .. cel.Over()];
    }

    // Alice's phone rings, and she does not answer.
    private static IEnumerable<PbxEvent> Missed(string from)
    {
        var cel = new CelStream();
        return
        [
            cel.Starts("PJSIP/trunk-1", "c1", from, "2025550101"), cel.Starts("PJSIP/101-2", "c1.2", "101"),
            cel.HangsUp("PJSIP/101-2", "c1.2", 19), cel.HangsUp("PJSIP/trunk-1", "c1"), cel.Ends(),
        ];
    }

    private static IEnumerable<PbxEvent> NobodyThere(string from)
    {
        var cel = new CelStream();
        return [cel.Starts("PJSIP/trunk-1", "c1", from, "2025550101"), cel.HangsUp("PJSIP/trunk-1", "c1"), cel.Ends()];
    }

    private static JsonNode One(FlowRun run, string table) =>
        run.Sandbox.Table(table).Should().ContainSingle().Subject!;

    private static IEnumerable<string> Texts(JsonNode row, params string[] fields) =>
        fields.Select(field => $"{row[field]}");
}
