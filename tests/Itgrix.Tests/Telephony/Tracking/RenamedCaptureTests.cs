using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Every capture with other names of phones and lines, and with a late caller number: the same
/// calls.</summary>
[TestClass]
public sealed partial class RenamedCaptureTests
{
    private static readonly Dictionary<string, string> People = new() { ["101"] = "alice", ["102"] = "bob",
        ["103"] = "carol" };

    public static IEnumerable<object[]> Names => CallTrackerTroubleTests.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void With_named_phones_the_calls_are_the_same(string name) =>
        IsSame(name, text => Phone().Replace(text, phone =>
            $"{phone.Groups[1]}/{People.GetValueOrDefault(phone.Groups[2].Value, phone.Groups[2].Value)}"));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void With_phones_that_have_a_prefix_or_a_suffix_the_calls_are_the_same(string name)
    {
        IsSame(name, text => Phone().Replace(text, "$1/99$2"));
        IsSame(name, text => Phone().Replace(text, "$1/$2-mobile"));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Over_lines_of_other_technologies_the_calls_are_the_same(string name)
    {
        foreach (var (channel, target) in new[]
        {
            ("DAHDI/4", "DAHDI/g0/$1"), ("DAHDI/i1/12025550123", "DAHDI/g1/$1"), ("mISDN/1", "mISDN/g:isdn/$1/:b"),
            ("IAX2/trunk", "IAX2/user:secret@trunk/$1"), ("SIP/provider-out", "SIP/provider-out/$1"),
                ("Dongle/dongle0", "Dongle/dongle0/$1"),
        })
            IsSame(name, text => LineChannel().Replace(LineTarget().Replace(text, target), channel));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void With_a_line_that_reports_the_caller_later_the_calls_are_the_same(string name)
    {
        var events = CaptureEvents.Of(name);
        var late = events.Select(one =>
            one is CelRecord { Event: CelEvent.ChanStart } first && first.UniqueId == first.LinkedId
            && LineChannel().IsMatch(first.Channel) ? first with { CallerNumber = "" } : one);

        StageRules.Tracker().Tell(late).Comparable().Should().Equal(StageRules.Tracker().Tell(events).Comparable());
    }

    private static void IsSame(string name, Func<string, string> rename)
    {
        var events = CaptureEvents.Of(name);
        var renamed = events.Select(one => one is CelRecord record ? record with
        {
            Channel = rename(record.Channel), ApplicationData = rename(record.ApplicationData),
            Peer = rename(record.Peer), Extra = rename(record.Extra),
        } : one);

        StageRules.Tracker().Tell(renamed).Comparable().Should().Equal(StageRules.Tracker().Tell(events).Comparable());
    }

    [GeneratedRegex(@"\b(PJSIP|SIP)/(\d{3})(?![\d@])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?:PJSIP|SIP)/(?:trunk|reserve)(?=-)")]
    private static partial Regex LineChannel();

    [GeneratedRegex(@"\b(?:PJSIP|SIP)/(\d+)@(?:trunk|reserve)\b")]
    private static partial Regex LineTarget();
}
