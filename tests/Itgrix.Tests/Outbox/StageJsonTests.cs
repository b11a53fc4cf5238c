using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class StageJsonTests
{
    private static readonly NumberPlan Numbers = new(new() { Prefixes = ["+1", "1", "91"] }, []);

    [TestMethod]
    public void Every_stage_of_every_capture_survives_serialization()
    {
        var stages = Captures.All.SelectMany(StagesOf).ToList();

        stages.Count.Should().BeGreaterThan(200);
        foreach (var stage in stages)
            ShouldBe(StageJson.Read(StageJson.Write(stage)), stage);
        stages.Exists(stage => stage.IsOriginated).Should().BeTrue();
        stages.Exists(stage => stage.Recordings.Count > 0).Should().BeTrue();
    }

    [TestMethod]
    public void Texts_of_any_kind_survive_serialization()
    {
        var stage = new CallStageEvent(
            CallStage.ConversationEnded, "\"c\\1\" <ю>", "\u0001", new(639_000_000_000_000_001, DateTimeKind.Utc),
            new() { Record = "/rec/звонок \"1\".wav\n", Result = -1 }) { Recordings = ["", "/a b"] };

        ShouldBe(StageJson.Read(StageJson.Write(stage)), stage);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"stage":"CallEnded","call":1,"conversation":"","time":"2026","originated":true,"recordings":["""
        + """],"call_full":{}}""")]
    [DataRow("""{"stage":"Ended","call":"1","conversation":"","time":"2026","originated":true,"recordings":["""
        + """],"call_full":{}}""")]
    [DataRow("""{"stage":"CallEnded","call":"1","conversation":"","time":"today","originated":true,"recordings":"""
        + """[],"call_full":{}}""")]
    [DataRow("""{"stage":"CallEnded","call":"1","conversation":"","time":"2026-11-21T12:00:"""
        + """00.0000000","originated":1,"recordings":{},"call_full":{}}""")]
    public void A_changed_stage_text_is_reported(string text) =>
        FluentActions.Invoking(() => StageJson.Read(text)).Should().Throw<InvalidDataException>()
            .WithMessage("A stage of a call*");

    internal static IEnumerable<CallStageEvent> StagesOf(string capture)
    {
        var tracker = new CallTracker { Numbers = Numbers };
        return CaptureEvents.Of(capture).SelectMany(tracker.Apply).ToList();
    }

    internal static void ShouldBe(CallStageEvent read, CallStageEvent written)
    {
        (read with { Call = written.Call, Recordings = written.Recordings, Parts = written.Parts })
            .Should().Be(written);
        (read.Time.Kind, read.Key).Should().Be((written.Time.Kind, written.Key));
        read.Recordings.Should().Equal(written.Recordings);
        Encoding.UTF8.GetString(read.Call.ToJson()).Should().Be(Encoding.UTF8.GetString(written.Call.ToJson()));
    }
}
