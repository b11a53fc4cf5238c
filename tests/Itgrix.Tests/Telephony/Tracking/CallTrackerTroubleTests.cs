using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>
/// Every capture with something missing, repeated, or mixed with another: each call still ends, once.
/// </summary>
[TestClass]
public sealed class CallTrackerTroubleTests
{
    public static IEnumerable<object[]> Names => Captures.All
        .Where(name => CaptureEvents.Of(name).OfType<CelRecord>().Any()).Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Cut_off_after_any_event_every_call_that_was_begun_ends_once(string name)
    {
        var events = CaptureEvents.Of(name);
        var calls = EndedCalls(events);

        for (var count = 0; count <= events.Count; count++)
        {
            var sent = events.Take(count).ToList();
            var tracker = StageRules.Tracker();
            var stages = tracker.ToTheEnd(sent, EndOf(events));

            StageRules.Broken(stages).Should().BeNull("the first {0} events", count);
            calls.Where(call => IsBegun(call, sent)).Except(stages.Select(stage => stage.CallId))
                .Should().BeEmpty("the first {0} events", count);
            Left(tracker).Should().Be("0 calls, 0 channels, 0 bridges");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Without_any_one_event_every_call_still_ends_once(string name)
    {
        var events = CaptureEvents.Of(name);
        var calls = EndedCalls(events);

        for (var without = 0; without < events.Count; without++)
        {
            var sent = events.Where((_, at) => at != without).ToList();
            var tracker = StageRules.Tracker();
            var stages = tracker.ToTheEnd(sent, EndOf(events));

            StageRules.Broken(stages).Should().BeNull("without {0}", events[without]);
            calls.Where(call => IsBegun(call, sent)).Except(stages.Select(stage => stage.CallId))
                .Should().BeEmpty("without {0}", events[without]);
            Left(tracker).Should().Be("0 calls, 0 channels, 0 bridges");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_call_repeated_after_its_end_has_no_stages(string name)
    {
        var events = CaptureEvents.Of(name);
        var tracker = StageRules.Tracker();
        tracker.ToTheEnd(events, EndOf(events));

        tracker.ToTheEnd(events, EndOf(events)).Keys().Should().BeEmpty();
        Left(tracker).Should().Be("0 calls, 0 channels, 0 bridges");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Repeated_events_of_a_call_change_nothing(string name)
    {
        var events = CaptureEvents.Of(name);
        var once = StageRules.Tracker().ToTheEnd(events, EndOf(events)).Comparable();
        var random = new Random(1);

        for (var count = 1; count <= events.Count; count++)
        {
            foreach (var again in new[] { 0, random.Next(count) })
            {
                var tracker = StageRules.Tracker();
                tracker.ToTheEnd([.. events.Take(count), .. events.Skip(again)], EndOf(events)).Comparable()
                    .Should().Equal(once, "after {0} events it goes on from {1}", count, again);
                Left(tracker).Should().Be("0 calls, 0 channels, 0 bridges");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void After_a_restart_at_any_point_a_call_has_its_remaining_stages_once(string name)
    {
        var events = CaptureEvents.Of(name);
        var once = StageRules.Tracker().ToTheEnd(events, EndOf(events)).Comparable();

        for (var count = 0; count <= events.Count; count++)
        {
            var handled = StageRules.Tracker().Tell(events.Take(count));
            var restarted = StageRules.Tracker();
            restarted.Mute(handled.Where(stage => stage.Stage == CallStage.CallEnded).Select(stage => stage.CallId));
            var rest = restarted.ToTheEnd(events, EndOf(events)).ExceptBy(handled.Keys(), stage => stage.Key);

            handled.Concat(rest).Comparable().Should().Equal(once, "a restart after {0} events", count);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void A_call_beside_another_has_the_same_stages_as_alone(string name)
    {
        var random = new Random(name.Length);
        var events = CaptureEvents.Of(name);
        for (var round = 0; round < 5; round++)
        {
            var other = CaptureEvents.Of((string)Names.ElementAt(random.Next(Names.Count()))[0])
                .Renamed("other-").ToList();
            var alone = StageRules.Tracker().Tell(events).Concat(StageRules.Tracker().Tell(other));
            var tracker = StageRules.Tracker();
            var mixed = CaptureEvents.Interleaved(events, other, random);

            tracker.Tell(mixed).Comparable().Should().Equal(alone.Comparable());
            Left(tracker).Should().Be("0 calls, 0 channels, 0 bridges");
        }
    }

    [TestMethod]
    public void A_bridge_of_an_agent_that_comes_again_ends_no_talk()
    {
        var events = CaptureEvents.Of("agent_logged_in.ami");
        var waiting = events.OfType<CelRecord>().First(one => one.Event == CelEvent.BridgeEnter);
        var once = Talks(events);

        for (var at = 0; at <= events.Count; at++)
            Talks([.. events.Take(at), waiting, .. events.Skip(at)]).Should().Equal(once, "after {0} events", at);

        static List<string> Talks(IEnumerable<PbxEvent> events) => [.. StageRules.Tracker().Tell(events)
            .Where(stage => stage.Stage == CallStage.CallEnded)
            .SelectMany(stage => stage.Call.Conversations.Values.Select(one => $"{stage.Key} {one.Channel.TalkTime}"))];
    }

    private static HashSet<string> EndedCalls(IEnumerable<PbxEvent> events) =>
        [.. StageRules.Tracker().Tell(events)
            .Where(stage => stage.Stage == CallStage.CallEnded).Select(stage => stage.CallId)];

    // One of its devices had events besides its end.
    private static bool IsBegun(string call, IEnumerable<PbxEvent> sent) => sent.OfType<CelRecord>().Any(record =>
        record.LinkedId == call
            && record.Event is CelEvent.ChanStart or CelEvent.AppStart or CelEvent.Answer or CelEvent.BridgeEnter
        && ChannelName.Parse(record.Channel).IsDevice);

    private static DateTime EndOf(IEnumerable<PbxEvent> events) =>
        events.OfType<CelRecord>().Max(record => record.Time);

    private static string Left(CallTracker tracker) =>
        $"{tracker.Count} calls, {tracker.Channels} channels, {tracker.Bridges} bridges";
}
