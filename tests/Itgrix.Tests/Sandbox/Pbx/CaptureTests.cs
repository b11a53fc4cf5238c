using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Ami;
using Itgrix.Tests.Telephony.Tracking;
using Capture = Itgrix.Sandbox.Pbx.Capture;

namespace Itgrix.Tests.Sandbox.Pbx;

[TestClass]
public sealed class CaptureTests
{
    public static IEnumerable<object[]> Files => Captures.All.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Play_0_is_the_captured_session_after_the_login(string name)
    {
        var expected = ParsedMessages.Of(Captures.Bytes(name), greets: true)
            .Where(message => message.IsEvent && !message.Is("FullyBooted"u8) && !message.Is("SuccessfulAuth"u8))
            .Select(ParsedMessages.Written);

        var played = Played(name, 0).Select(ParsedMessages.Written);

        played.Should().Equal(expected);
    }

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Another_play_is_the_same_story_of_other_calls(string name)
    {
        var (first, other) = (Played(name, 0), Played(name, 12_345));

        other.Select(Story).Should().Equal(first.Select(Story));
        Ids(other).Intersect(Ids(first)).Should().BeEmpty();
        Ids(other).Count.Should().Be(Ids(first).Count);
    }

    [TestMethod]
    public void Another_play_of_a_capture_keeps_times_and_numbers()
    {
        var first = Played("in_hold.ami", 0);
        var other = Played("in_hold.ami", 3);

        foreach (var header in new[] { "Timestamp", "EventTime", "CallerIDNum", "Device", "Context" })
            other.Select(message => message[header]).Should().Equal(first.Select(message => message[header]));
    }

    [TestMethod]
    public void Captured_events_have_their_time_and_class()
    {
        var capture = Capture.Load(Captures.PathOf("in_hold.ami"));

        capture.Events[0].After.Should().Be(TimeSpan.Zero);
        capture.Events.Select(one => one.After).Should().BeInAscendingOrder();
        capture.Events[^1].After.TotalSeconds.Should().BeInRange(5, 12);
        capture.Events.Select(one => one.Class).Should().Contain(["call", "dialplan", "cdr"]);
    }

    private static IReadOnlyList<AmiMessage> Played(string name, int play) =>
        ParsedMessages.Of([.. Capture.Load(Captures.PathOf(name)).Events.SelectMany(one => one.ToBytes(play))]);

    private static string Story(AmiMessage message) =>
        Regex.Replace(ParsedMessages.Written(message), @"\b\d{10}\.\d+|[0-9a-f]{8}", "#");

    private static HashSet<string> Ids(IEnumerable<AmiMessage> messages) =>
        [.. messages.SelectMany(message => new[] { message["Uniqueid"], message["Linkedid"], message["Channel"],
            message["BridgeUniqueid"] })
            .Where(id => id.Contains('.') || id.Contains('-'))];
}
