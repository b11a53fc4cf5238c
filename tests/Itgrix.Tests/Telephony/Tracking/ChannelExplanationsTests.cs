using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Every channel is explained, once, with a reason.</summary>
[TestClass]
public sealed class ChannelExplanationsTests
{
    private readonly List<ChannelExplanation> _explained = [];

    public static IEnumerable<object[]> Names => CallTrackerTroubleTests.Names;

    public static IEnumerable<object[]> FieldNames => FieldCallTests.Names;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_channel_of_a_capture_is_explained_once(string name)
    {
        var events = CaptureEvents.Of(name);

        foreach (var count in new[] { events.Count, events.Count / 2 })
            Check(events.Take(count));
    }

    [TestMethod]
    [DynamicData(nameof(FieldNames))]
    public async Task Every_channel_of_a_call_of_the_field_is_explained_once(string name) =>
        Check(await FieldCallTests.EventsAsync(name, TestContext.CancellationToken));

    private void Check(IEnumerable<PbxEvent> events)
    {
        _explained.Clear();
        var tracker = new CallTracker { Numbers = CallTranscript.Numbers, Explanations = new(_explained.Add) };
        var sent = events.ToList();

        tracker.Tell(sent);
        tracker.ExplainRest();

        _explained.Select(one => one.Channel).Should().BeEquivalentTo(
            sent.OfType<CelRecord>().DistinctBy(record => record.UniqueId).Select(record => record.Channel));
        _explained.Should().OnlyContain(one => one.Call.Length > 0 && one.Reason.Length > 0);
        _explained.Select(one => one.TakenFor).Should().BeSubsetOf(
            ["client", "employee", "line", "local", "bot", "internal"]);
    }
}
