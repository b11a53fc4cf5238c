using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Tests.Hooks;

/// <summary>Unchanged values get their original form back; changes stay.</summary>
[TestClass]
public sealed class FidelityTests
{
    [TestMethod]
    [DataRow("1.0", "1", "1.0")]
    [DataRow("1.10", "1.1", "1.10")]
    [DataRow("1e3", "1000", "1e3")]
    [DataRow("1e3", "1000.0", "1e3")]
    [DataRow("1e400", "1e999", "1e400")]
    [DataRow("-0.0", "0", "-0.0")]
    [DataRow("12345678901234567890", "1.2345678901234567e+19", "12345678901234567890")]
    [DataRow("0.1234567890123456789", "0.12345678901234568", "0.1234567890123456789")]
    [DataRow("9007199254740993", "9007199254740992", "9007199254740992")]
    [DataRow("1.0", "2", "2")]
    [DataRow("{}", "[]", "{}")]
    [DataRow("[]", "{}", "[]")]
    [DataRow("""{"0":"a","1":"b"}""", """["a","b"]""", """{"0":"a","1":"b"}""")]
    [DataRow("""{"0":1.0}""", "[1]", """{"0":1.0}""")]
    [DataRow("""{"0":"a"}""", """["b"]""", """["b"]""")]
    [DataRow("""{"0":"a","1":"b"}""", """["a"]""", """["a"]""")]
    [DataRow("""[{"a":{}},1.0]""", """[{"a":[]},1,2]""", """[{"a":{}},1.0,2]""")]
    [DataRow("""{"a":{"b":1.0,"c":2}}""", """{"a":{"b":1,"c":3,"d":[]}}""", """{"a":{"b":1.0,"c":3,"d":[]}}""")]
    [DataRow("\"1\"", "1", "1")]
    [DataRow("null", "[]", "[]")]
    public void A_reply_is_put_right_from_its_input(string input, string reply, string expected)
    {
        var fields = JsonNode.Parse($$"""{"field": {{reply}}}""")!.AsObject();
        using var original = JsonDocument.Parse($$"""{"field": {{input}}}""");

        Fidelity.Repair(fields, original.RootElement);

        fields["field"]!.ToJsonString().Should().Be(expected);
    }
}
