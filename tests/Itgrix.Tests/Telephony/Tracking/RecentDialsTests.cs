using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Telephony.Tracking;

[TestClass]
public sealed class RecentDialsTests
{
    [TestMethod]
    [DataRow("PJSIP/trunk-00000020", "PJSIP/912025550199@trunk,30")]
    [DataRow("PJSIP/101-00000021", "PJSIP/101,12")]
    [DataRow("SIP/gateway-1", "SIP/gateway/12025550144,30")]
    [DataRow("PJSIP/102-00000022", "SIP/gateway/12025550144,30")]
    public void A_channel_belongs_to_the_dial_that_names_it_else_to_the_last(string channel, string data)
    {
        var dials = new RecentDials();
        foreach (var one in new[] { "PJSIP/912025550199@trunk,30", "PJSIP/101,12", "SIP/gateway/12025550144,30" })
            dials.Add(new()
            {
                Event = CelEvent.AppStart, Application = "Dial", ApplicationData = one, Time = default,
                UniqueId = "1.1", LinkedId = "1.1", Channel = "Local/1@a-1;2",
            });

        dials.For(ChannelName.Parse(channel))!.ApplicationData.Should().Be(data);
    }

    [TestMethod]
    public void Without_a_dial_there_is_none() => new RecentDials().For(ChannelName.Parse("SIP/1-1")).Should().BeNull();
}
