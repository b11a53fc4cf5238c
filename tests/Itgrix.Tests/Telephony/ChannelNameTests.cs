using Itgrix.Runtime.Telephony;

namespace Itgrix.Tests.Telephony;

[TestClass]
public sealed class ChannelNameTests
{
    [TestMethod]
    [DataRow("PJSIP/101-00000009", "PJSIP", "101", "101", true)]
    [DataRow("PJSIP/trunk-1-00000009", "PJSIP", "trunk-1", "", true)]
    [DataRow("SIP/101", "SIP", "101", "101", true)]
    [DataRow("DAHDI/i1/5551234-a", "DAHDI", "i1/5551234", "", true)]
    [DataRow("Local/102@internal-00000006;1", "Local", "102", "102", false)]
    [DataRow("Local/102-00000006;1", "Local", "102", "102", false)]
    [DataRow("Local/FMPR-102@from-internal-0a;2", "Local", "FMPR-102", "", false)]
    [DataRow("CBAnn/room-00000001;2", "CBAnn", "room", "", false)]
    [DataRow("Message/ast_msg_queue", "Message", "ast_msg_queue", "", false)]
    [DataRow("PJSIP/-1", "PJSIP", "-1", "", true)]
    [DataRow("PJSIP/", "PJSIP", "", "", true)]
    [DataRow("PJSIP/١٠١-1", "PJSIP", "١٠١", "", true)]
    [DataRow("/101-1", "", "/101-1", "", false)]
    [DataRow("nonsense", "", "nonsense", "", false)]
    [DataRow("", "", "", "", false)]
    public void A_channels_name_is_taken_apart(
        string name, string technology, string peer, string number, bool isDevice)
    {
        var channel = ChannelName.Parse(name);

        (channel.Technology, channel.Peer, channel.Number, channel.IsDevice)
            .Should().Be((technology, peer, number, isDevice));
    }
}
