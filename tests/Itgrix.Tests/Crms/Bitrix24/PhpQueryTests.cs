using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Bitrix24;

namespace Itgrix.Tests.Crms.Bitrix24;

[TestClass]
public sealed class PhpQueryTests
{
    [TestMethod]
    [DataRow("{}", "m")]
    [DataRow("""{"ID": 5}""", "m?ID=5")]
    [DataRow("""{"a": {"b": ["x", {"c": 1.50}]}}""", "m?a[b][0]=x&a[b][1][c]=1.50")]
    [DataRow("""{"a": true, "b": false, "c": null, "d": [], "e": {}}""", "m?a=1&b=0")]
    [DataRow("""{">=D": "1 & 2=é"}""", "m?%3E%3DD=1%20%26%202%3D%C3%A9")]
    [DataRow("""{"ID": "$result[a][ID]"}""", "m?ID=%24result%5Ba%5D%5BID%5D")]
    [DataRow("""{"n": 12345678901234567890}""", "m?n=12345678901234567890")]
    public void Parameters_are_written_as_PHP_reads_them(string json, string expected)
    {
        PhpQuery.Append("m", JsonNode.Parse(json)!.AsObject()).Should().Be(expected);
    }
}
