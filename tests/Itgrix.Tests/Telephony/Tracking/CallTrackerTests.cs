using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls that no capture has.</summary>
[TestClass]
public sealed class CallTrackerTests
{
    private const string Requested = "c1/c1.2/ConversationRequested", Accepted = "c1/c1.2/ConversationAccepted",
        Ended = "c1/c1.2/ConversationEnded", Over = "c1/CallEnded";

    private readonly CallTracker _tracker = StageRules.Tracker();
    private readonly CelStream _cel = new();

    [TestMethod]
    public void Without_its_linkedid_end_event_a_call_ends_nevertheless() =>
        _tracker.Tell(_cel.Whole().SkipLast(1)).Keys().Should().Equal(Requested, Accepted, Ended, Over);

    [TestMethod]
    public void A_call_with_an_early_linkedid_end_event_still_reaches_its_end()
    {
        var events = _cel.Answered().ToList();
        events.Insert(3, events[2] with { Event = CelEvent.LinkedIdEnd });

        _tracker.Tell([.. events, .. _cel.Over()]).Keys().Should().Equal(Requested, Accepted, Ended, Over);
    }

    [TestMethod]
    public void A_dissolved_call_without_further_events_ends_after_a_while()
    {
        _tracker.Tell([.. _cel.Answered(), _cel.Ends()]);

        var other = new CelStream("c9", _cel.Time);
        _tracker.Apply(other.After(TimeSpan.FromSeconds(20)).Starts("PJSIP/trunk-7", "c9")).Should().BeEmpty();
        _tracker.Apply(other.After(TimeSpan.FromSeconds(20)).Starts("PJSIP/102-8", "c9.2")).Keys()
            .Should().StartWith([Ended, Over]);
    }

    [TestMethod]
    public void A_call_without_events_for_a_day_ends()
    {
        _tracker.Tell(_cel.Answered());

        var other = new CelStream("c9", _cel.Time);
        _tracker.Apply(other.After(TimeSpan.FromHours(23.9)).Starts("PJSIP/trunk-7", "c9")).Should().BeEmpty();
        _tracker.Apply(other.After(TimeSpan.FromHours(0.2)).Starts("PJSIP/trunk-7", "c9.2")).Keys().Take(2)
            .Should().Equal(Ended, Over);
        _tracker.Count.Should().Be(1);
    }

    [TestMethod]
    public void After_a_clock_that_was_years_ahead_for_a_moment_silent_calls_are_still_found()
    {
        _tracker.Apply(new CelStream("c8", new(9999, 1, 1)).Starts("PJSIP/trunk-6", "c8"));
        _tracker.Tell(_cel.Answered());

        _tracker.Apply(new CelStream("c9", _cel.Time.AddDays(2)).Starts("PJSIP/trunk-7", "c9")).Keys()
            .Should().Contain([Ended, Over]);
    }

    [TestMethod]
    public void A_call_of_a_clock_that_was_years_ahead_goes_on_and_ends_after_a_day_of_silence()
    {
        var ahead = new CelStream("c1", new(9999, 1, 1));
        var stages = _tracker.Tell(ahead.Answered()).ToList();

        stages.AddRange(_tracker.Tick(_cel.Time));
        stages.AddRange(_tracker.Tick(_cel.Time.AddHours(23)));
        stages.Keys().Should().Equal(Requested, Accepted);
        stages.AddRange(_tracker.Tick(_cel.Time.AddHours(25)));

        stages.Keys().Should().Equal(Requested, Accepted, Ended, Over);
        _tracker.Count.Should().Be(0);
    }

    [TestMethod]
    public void A_phone_on_hold_shows_in_the_conversation_until_it_is_taken_back()
    {
        _tracker.Tell(_cel.Answered());

        IsParkedAfter(new HoldChanged("c1.2", true)).Should().BeTrue();
        IsParkedAfter(new HoldChanged("c1.2", false)).Should().BeFalse();
        _tracker.Apply(new HoldChanged("nobody", true)).Should().BeEmpty();
    }

    [TestMethod]
    public void A_client_in_the_parking_lot_shows_in_the_conversation()
    {
        _tracker.Tell(_cel.Answered());

        IsParkedAfter(_cel.Of(CelEvent.ParkStart, "PJSIP/trunk-1", "c1")).Should().BeTrue();
        IsParkedAfter(_cel.Of(CelEvent.ParkEnd, "PJSIP/trunk-1", "c1")).Should().BeFalse();
        _tracker.Apply(_cel.Of(CelEvent.ParkStart, "PJSIP/trunk-1", "c1"));
        _tracker.Tell(_cel.Over())[0].Call.Conversations["c1.2"].IsParked.Should().BeFalse("it is over");
    }

    [TestMethod]
    public void A_recording_reported_before_its_channel_belongs_to_the_call()
    {
        _tracker.Apply(new RecordingStarted("c1", "/rec/one.wav"));
        _tracker.Apply(new RecordingStarted("c1.2", "/rec/two.wav"));

        var stages = _tracker.Tell(_cel.Whole());

        stages[0].Recordings.Should().Equal("/rec/one.wav", "/rec/two.wav");
        stages[^1].Recordings.Should().Equal("/rec/one.wav", "/rec/two.wav");
    }

    [TestMethod]
    public void A_recording_is_listed_once_however_often_it_is_reported()
    {
        _tracker.Tell(_cel.Answered());
        _tracker.Apply(new RecordingStarted("c1", "/rec/one.wav"));
        _tracker.Apply(new RecordingStarted("c1", "/rec/one.wav"));
        _tracker.Apply(_cel.Of(CelEvent.AppStart, "PJSIP/trunk-1", "c1")
            with { Application = "MixMonitor", ApplicationData = "/rec/one.wav,b,cmd" });

        _tracker.Tell(_cel.Over())[^1].Recordings.Should().Equal("/rec/one.wav");
    }

    [TestMethod]
    public void A_call_with_a_missed_beginning_is_followed_from_its_current_state()
    {
        var stages = _tracker.Tell(_cel.Whole().Skip(4)).ToList();

        StageRules.Broken(stages).Should().BeNull();
        stages[^1].Key.Should().Be(Over);
    }

    [TestMethod]
    public void A_call_with_only_its_end_reported_has_no_stages()
    {
        _tracker.Tell(_cel.Answered().Take(0).Concat(_cel.Over())).Should().BeEmpty();
        _tracker.Count.Should().Be(0);
    }

    [TestMethod]
    public void A_call_that_was_handled_to_its_end_reaches_no_stage_again()
    {
        _tracker.Mute(["c1"]);

        _tracker.Tell(_cel.Whole()).Should().BeEmpty();
        _tracker.Count.Should().Be(0);
    }

    [TestMethod]
    public void Calls_from_a_source_without_bridges_are_kept_apart()
    {
        var other = new CelStream("c2", _cel.Time);
        var stages = _tracker.Tell(
            _cel.Answered().Zip(other.Answered(), (one, two) => new[] { one, two }).SelectMany(pair => pair)
                .Concat(_cel.Over()).Concat(other.Over()).Select(record => record with { Extra = "" }));

        stages.Where(stage => stage.CallId == "c1").Keys().Should().Equal(Requested, Accepted, Ended, Over);
        StageRules.Broken(stages).Should().BeNull();
    }

    [TestMethod]
    public void Events_without_ids_or_of_unknown_kinds_change_nothing()
    {
        var stages = _cel.Whole().SelectMany(record => new[]
        {
            record with { LinkedId = "" },
            record with { UniqueId = "" }, record with { Event = CelEvent.Other, Extra = "{" }, record,
        }).SelectMany(_tracker.Apply);

        stages.Keys().Should().Equal(Requested, Accepted, Ended, Over);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("nonsense")]
    [DataRow("[1]")]
    [DataRow("null")]
    [DataRow("""{"hangupcause":"x","dialstatus":{"a":[]},"bridge_id":7}""")]
    [DataRow("""{"hangupcause":1e999,"dialstatus":null}""")]
    [DataRow("""{"hangupcause":99999999999999999999,"dialstatus":"BUSY"}""")]
    [DataRow("""{"hangupcause":17,"dialstatus":"\ud800"}""")]
    [DataRow("""{"\udc00":1,"bridge_id":"\ud800"}""")]
    [DataRow("""{"hangupcause":16,"hangupcause":17}""")]
    [DataRow("{\"hangupsource\":\"\ud800\"}")]
    public void Whatever_stands_in_the_extra_column_the_call_ends_and_can_be_written(string extra)
    {
        var stages = _tracker.Tell(_cel.Whole().Select(record => record with { Extra = extra }));

        StageRules.Broken(stages).Should().BeNull();
        stages.Keys().Should().Equal(Requested, Accepted, Ended, Over);
        stages[^1].Call.ToJson().Should().NotBeEmpty();
    }

    [TestMethod]
    public void An_extra_column_that_nests_without_end_is_left_out()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);
        var stages = _tracker.Tell(_cel.Whole()
            .Select(record => record with { Extra = record.Event == CelEvent.Hangup ? deep : record.Extra }));

        stages[^1].Call.Channel.Extra.EnumerateObject().Should().BeEmpty();
    }

    [TestMethod]
    public void Whatever_stands_in_any_column_every_call_ends_once()
    {
        string[] texts = ["", "s", "<unknown>",
            "101", "12025550123", "PJSIP/101-1", "Local/1@x-1;2", "/", "-", "PJSIP/", "\0", "\ud800", new('9', 100_000),
            "{}", "{\"bridge_id\":\"b\"}", "{\"hangupcause\":17}", "{\"channel2_uniqueid\":\"1\"}", "1", "2", "3"];
        DateTime[] times = [DateTime.MinValue, DateTime.MaxValue, new(2026, 1, 1), new(2026, 1, 2)];
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var tracker = StageRules.Tracker();
            var events = Enumerable.Range(0, 200).Select(_ => Any(random)).ToList();

            StageRules.Broken(tracker.ToTheEnd(events, DateTime.MaxValue)).Should().BeNull("seed {0}", seed);
            (tracker.Count, tracker.Channels, tracker.Bridges).Should().Be((0, 0, 0), "seed {0}", seed);
        }

        PbxEvent Any(Random random)
        {
            return random.Next(10) switch
            {
                0 => new RecordingStarted(Text(), Text()),
                1 => new HoldChanged(Text(), random.Next(2) == 0),
                _ => new CelRecord
                {
                    Event = random.GetItems(Enum.GetValues<CelEvent>(), 1)[0], Time = random.GetItems(times, 1)[0],
                    UniqueId = $"{random.Next(6)}", LinkedId = $"{random.Next(3)}",
                    Channel = Text(), CallerNumber = Text(), Extension = Text(),
                    Application = random.Next(2) == 0
                        ? "Dial" : Text(), ApplicationData = Text(), Peer = Text(), Extra = Text(),
                },
            };

            string Text() => random.GetItems(texts, 1)[0];
        }
    }

    private bool IsParkedAfter(PbxEvent change)
    {
        _tracker.Apply(change);
        // Any stage shows the call at its time: here with one more dialled phone.
        var id = $"c1.{_cel.Time:HHmmss}";
        var stage = _tracker.Apply(_cel.Starts($"PJSIP/103-{id}", id, "103")).Single();
        _tracker.Apply(_cel.HangsUp($"PJSIP/103-{id}", id));
        return stage.Call.Conversations["c1.2"].IsParked;
    }
}
