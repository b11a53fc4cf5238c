using System.Text;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiActionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void An_action_is_written_header_by_header()
    {
        var action = new AmiAction("Hangup").With("Channel", "PJSIP/101-00000001").With("Cause", null);

        Encoding.UTF8.GetString(action.ToBytes("7")).Should()
            .Be("Action: Hangup\r\nActionID: 7\r\nChannel: PJSIP/101-00000001\r\n\r\n");
    }

    [TestMethod]
    [DataRow("101\r\nAction: Command", 1), DataRow("101\nX: 1", 1), DataRow("101\r", 1), DataRow("101\0", 1)]
    [DataRow("1234567", 143), DataRow("Жж", 250)]
    public void No_value_can_begin_another_header(string part, int times)
    {
        var value = string.Concat(Enumerable.Repeat(part, times));
        var tries = new Dictionary<string, Action>
        {
            ["Channel"] = () => AmiActions.Hangup(value),
            ["Exten"] = () => AmiActions.Redirect("PJSIP/101-1", "internal", value),
            ["Context"] = () => Originate(new() { Channel = "PJSIP/101", Context = value, Exten = "1" }),
            ["CallerID"] =
                () => Originate(new() { Channel = "PJSIP/101", Context = "c", Exten = "1", CallerId = value }),
            ["Account"] = () => Originate(new() { Channel = "PJSIP/101", Context = "c", Exten = "1", Account = value }),
            ["ChannelId"] =
                () => Originate(new() { Channel = "PJSIP/101", Context = "c", Exten = "1", ChannelId = value }),
            ["Variable"] = () => Originate(new()
            {
                Channel = "PJSIP/101", Context = "c", Exten = "1",
                Variables = new Dictionary<string, string> { ["A"] = value },
            }),
            ["Action"] = () => _ = new AmiAction(value),
            ["ActionID"] = () => AmiActions.Ping().ToBytes(value),
        };

        foreach (var (header, attempt) in tries)
        {
            attempt.Should().Throw<ArgumentException>().WithMessage($"*{header}*").Which.Message.Should()
                .NotContain("Command");
        }
    }

    [TestMethod]
    [DataRow("A: 1\r\nB"), DataRow("A B"), DataRow(""), DataRow("A:")]
    public void No_name_can_begin_another_header(string name) =>
        new AmiAction("Ping").Invoking(action => action.With(name, "1")).Should().Throw<ArgumentException>();

    [TestMethod]
    [DataRow("A=1,B"), DataRow("A,B"), DataRow(""), DataRow("SHELL(x"), DataRow("A\n")]
    public void No_name_of_a_variable_can_be_more_than_one(string name) =>
        FluentActions.Invoking(() => Originate(new()
        {
            Channel = "PJSIP/101", Context = "c", Exten = "1",
            Variables = new Dictionary<string, string> { [name] = "1" },
        })).Should().Throw<ArgumentException>().WithMessage("*Variable*");

    [TestMethod]
    public void A_hangup_is_of_one_channel_and_never_a_pattern() =>
        FluentActions.Invoking(() => AmiActions.Hangup("/^PJSIP.*/")).Should().Throw<ArgumentException>();

    private static AmiAction Originate(OriginateRequest request) => AmiActions.Originate(request, Second);
}
