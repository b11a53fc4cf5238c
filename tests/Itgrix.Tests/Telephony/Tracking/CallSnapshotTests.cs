using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>The call as hooks see it at each stage, field by field under the vendor's names.</summary>
[TestClass]
public sealed class CallSnapshotTests
{
    private const string None = "0001-01-01 00:00:00";

    private static readonly string[] OfCall =
        ["active_conversation_id",
            "channel", "conversations", "deal", "entity", "is_ivr", "record", "registration", "result"];

    private static readonly string[] OfLine =
    [
        "answer_time", "end_time", "extra",
        "from", "id", "is_primary", "name", "start_time", "state", "to", "trunk", "type", "was_answered",
    ];

    private readonly CallTracker _tracker = new()
    {
        Numbers = new(new() { Prefixes = ["+7", "7", "8"], Replacements = [new("8", null, "+7")] }, []),
    };

    private readonly CelStream _cel = new(start: new(2026, 11, 21, 12, 59, 58));

    [TestMethod]
    public void An_answered_incoming_call()
    {
        var stages = Json(_tracker.Tell(Incoming()));

        var (requested, accepted, ended, over) = (stages[0], stages[1], stages[2], stages[3]);
        foreach (var call in stages)
        {
            Names(call).Should().BeEquivalentTo(OfCall);
            Names(call["channel"]!).Should().BeEquivalentTo(OfLine);
            call["conversations"]!.AsObject().Select(one => one.Key).Should().Equal("c1.2");
            Names(call["conversations"]!["c1.2"]!).Should().BeEquivalentTo("channel", "is_parked", "user");
            Names(Part(call)).Should().BeEquivalentTo(OfLine);
            foreach (var name in new[] { "deal", "entity", "registration" })
                call[name].Should().BeNull();
            ((string)call["record"]!).Should().BeEmpty();
            ((bool)call["is_ivr"]!).Should().BeFalse();
        }
        stages.Select(call => (string)call["active_conversation_id"]!).Should().Equal("c1.2", "c1.2", "c1.2", "");
        stages.Select(call => (int)call["result"]!).Should().Equal(0, 200, 200, 200);

        Line(requested["channel"]!, "c1", "PJSIP/trunk-1", true, "incoming", "ringing", "12:59:59", null, null, false);
        Line(Part(requested), "c1.2", "PJSIP/101-2", false, "incoming", "ringing", "13:00:00", null, null, false);
        Line(accepted["channel"]!, "c1", "PJSIP/trunk-1", true,
            "incoming", "talking", "12:59:59", "13:00:02", null, true);
        Line(Part(accepted), "c1.2", "PJSIP/101-2", false, "incoming", "talking", "13:00:00", "13:00:01", null, true);
        Line(ended["channel"]!, "c1", "PJSIP/trunk-1", true, "incoming", "talking", "12:59:59", "13:00:02", null, true);
        Line(Part(ended), "c1.2", "PJSIP/101-2", false, "incoming", "ended", "13:00:00", "13:00:01", "13:00:05", true);
        Line(over["channel"]!,
            "c1", "PJSIP/trunk-1", true, "incoming", "ended", "12:59:59", "13:00:02", "13:00:06", true);
        Line(Part(over), "c1.2", "PJSIP/101-2", false, "incoming", "ended", "13:00:00", "13:00:01", "13:00:05", true);

        const string client = """{"base":"9001234567","custom":"\u002B79001234567","is_local":"""
            + """false,"original":"89001234567","variants":"""
            + """["9001234567","\u002B79001234567","79001234567","89001234567"]}""";
        const string line = """{"base":"4951112233","custom":"","is_local":false,"original":"74951112233","variants":"""
            + """["4951112233","\u002B74951112233","74951112233","84951112233"]}""";
        const string employee = """{"base":"101","custom":"","is_local":true,"original":"101","variants":["101"]}""";
        Numbers(over["channel"]!).Should().Equal(client, line, line);
        Numbers(Part(over)).Should().Equal(client, employee, line);

        requested["channel"]!["extra"]!.ToJsonString().Should().Be("{}");
        over["channel"]!["extra"]!.ToJsonString().Should().Be("""{"hangupcause":16,"dialstatus":"ANSWER"}""");
        Part(over)["extra"]!.ToJsonString().Should().Be("""{"hangupcause":16,"dialstatus":""}""");
    }

    [TestMethod]
    public void An_answered_outgoing_call()
    {
        var stages = Json(_tracker.Tell(Outgoing()));

        stages.Should().HaveCount(4);
        stages.Select(call => (string)call["active_conversation_id"]!).Should().Equal("c1", "c1", "c1", "");
        stages.Select(call => (int)call["result"]!).Should().Equal(0, 200, 200, 200);
        stages.Should().AllSatisfy(
            call => call["conversations"]!.AsObject().Select(one => one.Key).Should().Equal("c1"));
        Line(stages[0]["channel"]!, "c1", "PJSIP/101-1", true, "outgoing", "ringing", "12:59:59", null, null, false);
        Line(stages[3]["channel"]!, "c1", "PJSIP/101-1", true, "outgoing",
            "ended", "12:59:59", "13:00:03", "13:00:07", true);
        // They talk from when the client answers.
        Line(Part(stages[3], "c1"), "c1", "PJSIP/101-1", true, "outgoing",
            "ended", "12:59:59", "13:00:02", "13:00:06", true);
        foreach (var line in new[] { stages[3]["channel"]!, Part(stages[3], "c1") })
        {
            ((string)line["from"]!["original"]!).Should().Be("101");
            ((bool)line["from"]!["is_local"]!).Should().BeTrue();
            ((string)line["to"]!["original"]!).Should().Be("89001234567");
            ((string)line["to"]!["custom"]!).Should().Be("+79001234567");
            ((string)line["trunk"]!["original"]!).Should().Be("trunk");
            line["trunk"]!["variants"]!.ToJsonString().Should().Be("""["trunk"]""");
        }
    }

    [TestMethod]
    public void The_trunk_of_an_outgoing_call_is_the_number_that_it_shows()
    {
        var events = Outgoing().Select(
            record => record.Event == CelEvent.AppStart ? record with { CallerNumber = "74951112233" } : record);

        _tracker.Tell(events)[^1].Call.Channel.Trunk.Base.Should().Be("4951112233");
    }

    [TestMethod]
    public void A_call_inside_is_local()
    {
        var call = _tracker.Tell(
        [
            _cel.Starts("PJSIP/101-1", "c1", "101", "102"), _cel.Starts("PJSIP/102-2", "c1.2", "102"),
            _cel.HangsUp("PJSIP/102-2", "c1.2", 19), _cel.HangsUp("PJSIP/101-1", "c1", 19, "NOANSWER"),
        ])[^1].Call;

        (call.Channel.Type, call.Channel.From.Original, call.Channel.To.Original, call.Result)
            .Should().Be((CallType.Local, "101", "102", 304));
    }

    [TestMethod]
    public void A_caller_without_a_number_has_none()
    {
        var call = _tracker.Tell(
            [_cel.Starts("PJSIP/trunk-1", "c1", "<unknown>", "74951112233"), _cel.HangsUp("PJSIP/trunk-1", "c1")])
            .Single().Call;

        (call.Channel.Type, call.Client.Original, call.Channel.To.Base)
            .Should().Be((CallType.Incoming, "", "4951112233"));
    }

    [TestMethod]
    public void A_call_answered_only_by_the_voice_menu_is_marked()
    {
        var call = _tracker.Tell(
        [
            _cel.Starts("PJSIP/trunk-1", "c1", "89001234567", "74951112233"),
            _cel.Answers("PJSIP/trunk-1", "c1"), _cel.HangsUp("PJSIP/trunk-1", "c1"),
        ]).Single();

        (call.Stage, call.Call.IsIvr, call.Call.Result).Should().Be((CallStage.CallEnded, true, 304));
    }

    private IEnumerable<CelRecord> Incoming() =>
    [
        _cel.Starts("PJSIP/trunk-1", "c1", "89001234567", "74951112233"),
        _cel.Starts("PJSIP/101-2", "c1.2", "101"),
        _cel.Answers("PJSIP/101-2", "c1.2"),
        _cel.Answers("PJSIP/trunk-1", "c1"),
        _cel.Enters("PJSIP/101-2", "c1.2"),
        _cel.Enters("PJSIP/trunk-1", "c1"),
        _cel.HangsUp("PJSIP/101-2", "c1.2"),
        _cel.HangsUp("PJSIP/trunk-1", "c1", 16, "ANSWER"),
    ];

    private IEnumerable<CelRecord> Outgoing() =>
    [
        _cel.Starts("PJSIP/101-1", "c1", "101", "89001234567"),
        _cel.Dials("PJSIP/101-1", "c1", "PJSIP/89001234567@trunk", "101", "89001234567"),
        _cel.Starts("PJSIP/trunk-2", "c1.2"),
        _cel.Answers("PJSIP/trunk-2", "c1.2"),
        _cel.Answers("PJSIP/101-1", "c1"),
        _cel.Enters("PJSIP/trunk-2", "c1.2"),
        _cel.Enters("PJSIP/101-1", "c1"),
        _cel.HangsUp("PJSIP/trunk-2", "c1.2"),
        _cel.HangsUp("PJSIP/101-1", "c1", 16, "ANSWER"),
    ];

    private static List<JsonNode> Json(IEnumerable<CallStageEvent> stages) =>
        [.. stages.Select(stage => JsonNode.Parse(stage.Call.ToJson())!)];

    private static IEnumerable<string> Names(JsonNode json) => json.AsObject().Select(field => field.Key);

    private static JsonNode Part(JsonNode call, string id = "c1.2") => call["conversations"]![id]!["channel"]!;

    private static IEnumerable<string> Numbers(JsonNode line) =>
        new[] { "from", "to", "trunk" }.Select(name => line[name]!.ToJsonString());

    private static void Line(
        JsonNode line, string id, string name, bool isPrimary, string type,
        string state, string start, string? answer, string? end, bool wasAnswered)
    {
        new[] { "id", "name", "type", "state", "start_time", "answer_time", "end_time" }
            .Select(field => (string)line[field]!)
            .Should().Equal(id, name, type, state, Day(start), Day(answer), Day(end));
        ((bool)line["is_primary"]!).Should().Be(isPrimary);
        ((bool)line["was_answered"]!).Should().Be(wasAnswered);

        static string Day(string? time) => time is null ? None : $"2026-11-21 {time}";
    }
}
