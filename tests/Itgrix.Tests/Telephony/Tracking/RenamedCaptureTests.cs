using System.Text.RegularExpressions;
using Itgrix.Hooks;
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

    // As its cel_general_additional.conf has them.
    private static readonly HashSet<string> FreePbxApplications = new(
        ["confbridge", "meetme", "mixmonitor", "queue", "stopmixmonitor", "voicemail", "voicemailmain"],
        StringComparer.OrdinalIgnoreCase);

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

        StageRules.Tracker().Tell(events.Select(Late)).Comparable()
            .Should().Equal(StageRules.Tracker().Tell(events).Comparable());
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void With_all_of_it_at_once_the_calls_are_the_same(string name)
    {
        foreach (var phone in new[] { "$1/99$2", "$1/$2-mobile", "SCCP/$2" })
            IsSame(name, text => LineChannel().Replace(
                LineTarget().Replace(Phone().Replace(text, phone), "DAHDI/g0/$1"), "DAHDI/4"), isLate: true);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void With_times_of_whole_seconds_the_calls_are_the_same(string name)
    {
        var events = CaptureEvents.Of(name);

        StageRules.Tracker().Tell(events.Select(EventTrouble.InSeconds)).Comparable()
            .Should().Equal(StageRules.Tracker().Tell(events).Comparable());
    }

    // FreePBX writes times in whole seconds, and reports no start of Dial, until apps = all is set. Who talked on a
    // mobile is unknown then.
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void As_FreePBX_reports_them_the_calls_have_the_same_client_and_result(string name)
    {
        var events = CaptureEvents.Of(name);

        Ends(events.Where(IsReportedByFreePbx).Select(EventTrouble.InSeconds)).Should().Equal(Ends(events));

        static List<string> Ends(IEnumerable<PbxEvent> events) =>
        [
            .. StageRules.Tracker().Tell(events).Where(stage => stage.Stage == CallStage.CallEnded).Select(end =>
                $"{end.CallId} {end.Call.Channel.Type} {end.Call.Client.Original} {end.Call.Result} "
                + $"{end.Call.Conversations.Values.Count(one => one.Channel.WasAnswered)} talked").Order(),
        ];
    }

    private static bool IsReportedByFreePbx(PbxEvent one) =>
        one is not CelRecord { Event: CelEvent.AppStart or CelEvent.AppEnd } record
        || FreePbxApplications.Contains(record.Application);

    private static void IsSame(string name, Func<string, string> rename, bool isLate = false)
    {
        var events = CaptureEvents.Of(name);
        var renamed = events.Select(one => isLate ? Late(one) : one).Select(one => one is CelRecord record ? record with
        {
            Channel = rename(record.Channel), ApplicationData = rename(record.ApplicationData),
            Peer = rename(record.Peer), Extra = rename(record.Extra),
        } : one);

        StageRules.Tracker().Tell(renamed).Comparable().Should().Equal(StageRules.Tracker().Tell(events).Comparable());
    }

    private static PbxEvent Late(PbxEvent one) =>
        one is CelRecord { Event: CelEvent.ChanStart } first && first.UniqueId == first.LinkedId
        && LineChannel().IsMatch(first.Channel) ? first with { CallerNumber = "" } : one;

    [GeneratedRegex(@"\b(PJSIP|SIP)/(\d{3})(?![\d@])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?:PJSIP|SIP)/(?:trunk|reserve)(?=-)")]
    private static partial Regex LineChannel();

    [GeneratedRegex(@"\b(?:PJSIP|SIP)/(\d+)@(?:trunk|reserve)\b")]
    private static partial Regex LineTarget();
}
