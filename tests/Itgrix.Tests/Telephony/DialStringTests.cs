using Itgrix.Runtime.Telephony;

namespace Itgrix.Tests.Telephony;

[TestClass]
public sealed class DialStringTests
{
    [TestMethod]
    [DataRow("PJSIP/12025550144@trunk,30,tT", "PJSIP/trunk-1", "12025550144")]
    [DataRow("PJSIP/trunk/sip:12025550144@203.0.113.5:5060", "PJSIP/trunk-1", "12025550144")]
    [DataRow("SIP/trunk/12025550144", "SIP/trunk-1", "12025550144")]
    [DataRow("SIP/trunk/+12025550144,,g", "SIP/trunk-1", "+12025550144")]
    [DataRow("DAHDI/g1/12025550144", "DAHDI/i1/2025550144-1", "12025550144")]
    [DataRow("IAX2/user:secret@trunk/12025550144", "IAX2/trunk-1", "12025550144")]
    [DataRow("PJSIP/101&PJSIP/12025550144@trunk,30", "PJSIP/trunk-1", "12025550144")]
    [DataRow("SIP/trunk/1&PJSIP/2@trunk", "PJSIP/trunk-1", "2")]
    [DataRow("PJSIP/1@other&PJSIP/2@trunk", "PJSIP/trunk-1", "2")]
    [DataRow("pjsip/12025550144@trunk", "PJSIP/trunk-1", "12025550144")]
    [DataRow("PJSIP/101,30,U(a&PJSIP/2@trunk)", "PJSIP/trunk-1", "")]
    [DataRow("PJSIP/101", "PJSIP/101-1", "")]
    [DataRow("PJSIP/name@trunk", "PJSIP/trunk-1", "")]
    [DataRow("PJSIP/@trunk", "PJSIP/trunk-1", "")]
    [DataRow("SIP/trunk/", "SIP/trunk-1", "")]
    [DataRow("&&&,", "PJSIP/trunk-1", "")]
    [DataRow("/", "PJSIP/trunk-1", "")]
    [DataRow("/////@@:::", "PJSIP/trunk-1", "")]
    [DataRow("", "PJSIP/trunk-1", "")]
    [DataRow("", "", "")]
    public void The_number_is_that_of_the_target_that_the_channel_was_made_for(
        string data, string channel, string number) =>
        DialString.NumberFor(data, ChannelName.Parse(channel)).Should().Be(number);
}
