using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls of the field with something missing, repeated, out of order, or mixed with others.</summary>
[TestClass]
public sealed class FieldTroubleTests
{
    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Names => FieldCallTests.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Without_any_one_event_or_cut_off_there_every_call_is_sound(string name)
    {
        var events = await FieldCallTests.EventsAsync(name, TestContext.CancellationToken);

        for (var at = 0; at < events.Count; at++)
        {
            Sound([.. events.Where((_, other) => other != at)], $"without {events[at]}");
            Sound([.. events.Take(at)], $"the first {at} events");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Any_repeated_part_changes_nothing(string name)
    {
        var events = await FieldCallTests.EventsAsync(name, TestContext.CancellationToken);
        var once = Sound(events, "once").Comparable();

        for (var count = 1; count <= events.Count; count++)
            Sound([.. events.Take(count), .. events],
                $"from the start after {count}").Comparable().Should().Equal(once, "after {0} events", count);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task In_any_order_every_call_is_sound(string name)
    {
        var events = await FieldCallTests.EventsAsync(name, TestContext.CancellationToken);
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            Sound([.. events.OrderBy(_ => random.Next())], $"seed {seed}");
            Sound([.. events.Select((one, at) => (one, At: at + random.Next(4))).OrderBy(pair =>
                pair.At).Select(pair => pair.one)], $"near, seed {seed}");
        }
    }

    [TestMethod]
    public async Task Random_mixes_of_all_of_them_are_read_as_each_alone()
    {
        var all = new List<IReadOnlyList<PbxEvent>>();
        foreach (var row in Names)
            all.Add([.. (await FieldCallTests.EventsAsync((string)row[0],
                TestContext.CancellationToken)).Renamed($"{row[0]}-")]);
        var alone = all.SelectMany(events => StageRules.Tracker().Tell(events)).Comparable();

        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var mixed = all.Aggregate((one, other) => CaptureEvents.Interleaved(one, other, random));
            StageRules.Tracker().Tell(mixed).Comparable().Should().Equal(alone, "seed {0}", seed);
        }
    }

    private static List<CallStageEvent> Sound(IReadOnlyList<PbxEvent> events, string what)
    {
        var tracker = StageRules.Tracker();
        var stages = tracker.ToTheEnd(events, new(2030, 1, 1));
        StageRules.Broken(stages).Should().BeNull(what);
        (tracker.Count, tracker.Channels, tracker.Bridges).Should().Be((0, 0, 0), what);
        foreach (var one in stages.Where(stage => stage.Stage == CallStage.CallEnded).SelectMany(stage =>
            stage.Call.Conversations.Values))
        {
            one.Channel.TalkTime.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero, what);
            if (one.Channel.WasAnswered)
                one.Employee.Original.Should().NotBeEmpty(what);
        }
        return stages;
    }
}
