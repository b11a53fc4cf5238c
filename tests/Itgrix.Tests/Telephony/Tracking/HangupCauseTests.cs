using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>The result of a call: causes, DIALSTATUS, and several phones together.</summary>
[TestClass]
public sealed class HangupCauseTests
{
    [TestMethod]
    [DataRow(0, null)]
    [DataRow(1, 404)]
    [DataRow(2, 404)]
    [DataRow(3, 404)]
    [DataRow(16, null)]
    [DataRow(17, 486)]
    [DataRow(18, 304)]
    [DataRow(19, 304)]
    [DataRow(20, 480)]
    [DataRow(21, 603)]
    [DataRow(22, 404)]
    [DataRow(26, null)]
    [DataRow(27, 503)]
    [DataRow(28, 484)]
    [DataRow(34, 503)]
    [DataRow(38, 503)]
    [DataRow(102, 503)]
    [DataRow(127, null)]
    [DataRow(-1, null)]
    [DataRow(int.MaxValue, null)]
    public void A_hangup_cause_becomes_a_SIP_status(int cause, int? status) =>
        HangupCause.Status(cause).Should().Be(status);

    [TestMethod]
    [DataRow("ANSWER", null)]
    [DataRow("BUSY", 486)]
    [DataRow("NOANSWER", 304)]
    [DataRow("CANCEL", 304)]
    [DataRow("CHANUNAVAIL", 480)]
    [DataRow("CONGESTION", 503)]
    [DataRow("INVALIDARGS", 484)]
    [DataRow("", null)]
    [DataRow("busy", null)]
    public void Where_the_hangup_cause_is_neutral_the_dial_status_decides(string dialStatus, int? status) =>
        HangupCause.Status(dialStatus).Should().Be(status);

    [TestMethod]
    [DataRow(new[] { 17 }, 486)]
    [DataRow(new[] { 17, 17 }, 486)]
    [DataRow(new[] { 17, 21 }, 304)]
    [DataRow(new[] { 21 }, 603)]
    [DataRow(new[] { 20 }, 480)]
    [DataRow(new[] { 16 }, 304)]
    [DataRow(new[] { 16, 17 }, 304)]
    public void Phones_that_fail_alike_name_the_result_and_else_the_call_was_missed(int[] causes, int result)
    {
        var cel = new CelStream();
        List<CelRecord> events = [cel.Starts("PJSIP/trunk-1", "c1", "12025550123", "2025550101")];
        events.AddRange(causes.Select((_, at) => cel.Starts($"PJSIP/10{at}-{at}", $"p{at}", $"10{at}")));
        events.AddRange(causes.Select((cause, at) => cel.HangsUp($"PJSIP/10{at}-{at}", $"p{at}", cause)));
        events.Add(cel.HangsUp("PJSIP/trunk-1", "c1"));

        StageRules.Tracker().Tell(events)[^1].Call.Result.Should().Be(result);
    }

    [TestMethod]
    [DataRow(false, 0, "", 304, false)]
    [DataRow(false, 1, "", 404, false)]
    [DataRow(false, 20, "CHANUNAVAIL", 480, false)]
    [DataRow(false, 0, "CONGESTION", 503, false)]
    [DataRow(true, 16, "", 304, true)]
    public void In_an_incoming_call_without_a_rung_phone_the_callers_own_line_decides(
        bool answered, int cause, string dialStatus, int result, bool isIvr)
    {
        var cel = new CelStream();
        List<CelRecord> events = [cel.Starts("PJSIP/trunk-1", "c1", "12025550123", "2025550101")];
        if (answered)
            events.Add(cel.Answers("PJSIP/trunk-1", "c1"));
        events.Add(cel.HangsUp("PJSIP/trunk-1", "c1", cause, dialStatus));

        var call = StageRules.Tracker().Tell(events).Single().Call;

        (call.Result, call.IsIvr).Should().Be((result, isIvr));
    }

    [TestMethod]
    public void In_an_outgoing_call_over_several_trunks_the_last_one_decides()
    {
        var cel = new CelStream();
        var result = StageRules.Tracker().Tell(
        [
            cel.Starts("PJSIP/101-1", "c1", "101", "912025550144"),
            cel.Dials("PJSIP/101-1", "c1", "PJSIP/12025550144@one", "101", "912025550144"),
            cel.Starts("PJSIP/one-2", "p1"), cel.HangsUp("PJSIP/one-2", "p1", 38),
            cel.Dials("PJSIP/101-1", "c1", "PJSIP/12025550144@two", "101", "912025550144"),
            cel.Starts("PJSIP/two-3", "p2"), cel.HangsUp("PJSIP/two-3", "p2", 17),
            cel.HangsUp("PJSIP/101-1", "c1", 17, "BUSY"),
        ])[^1].Call.Result;

        result.Should().Be(486);
    }
}
