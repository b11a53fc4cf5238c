using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Tests.Crms;

[TestClass]
public sealed class ExtensionOptionsTests
{
    [TestMethod]
    [DataRow("", "", "101", true)]
    [DataRow("101", "", "101", true)]
    [DataRow("101", "", "102", false)]
    [DataRow("1XX", "", "102", true)]
    [DataRow("1XX", "102", "102", false)]
    [DataRow("", "102", "102", false)]
    [DataRow("", "102", "101", true)]
    [DataRow("", "2XX", "1001", true)]
    [DataRow("", "102", "102 101", true)]
    [DataRow("", "10X", "102 101", false)]
    [DataRow("105", "", "102 101", false)]
    [DataRow("101", "", "102 101", true)]
    [DataRow("101", "", "", true)]
    [DataRow("", "101", "", true)]
    public void A_call_is_delivered_when_one_of_its_extensions_matches_or_it_has_none(
        string only, string except, string employees, bool expected)
    {
        var options = new ExtensionOptions { Only = Patterns(only), Except = Patterns(except) };
        var call = new CallFull
        {
            Channel = new() { Type = CallType.Incoming },
            Conversations = Words(employees).ToDictionary(number => number, number => new Conversation
            {
                Channel = new() { Type = CallType.Incoming, To = new() { Original = number, Base = number } },
            }),
        };

        options.Count(call).Should().Be(expected);
    }

    private static IReadOnlyList<Itgrix.Runtime.Telephony.Numbers.NumberPattern> Patterns(string text) =>
        [.. Words(text).Select(word => new Itgrix.Runtime.Telephony.Numbers.NumberPattern(word))];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
