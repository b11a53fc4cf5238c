using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Hooks.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Tests.Json;

[TestClass]
public sealed class JsonTokensTests
{
    [TestMethod]
    [DataRow("0")]
    [DataRow("-1")]
    [DataRow("9007199254740993")]
    [DataRow("-9223372036854775808")]
    [DataRow("9223372036854775808")]
    [DataRow("123456789012345678901234567890")]
    [DataRow("1.0")]
    [DataRow("1.10")]
    [DataRow("0.1000000000000000000000000000000000001")]
    [DataRow("1e400")]
    [DataRow("1E3")]
    [DataRow("-0")]
    [DataRow("-0.0")]
    [DataRow("\"2024-05-01T10:00:00Z\"")]
    [DataRow("\"2024-05-01T10:00:00.1234567+03:00\"")]
    [DataRow("\"/Date(1)/\"")]
    [DataRow("\"a/b\"")]
    [DataRow("\"Иван\"")]
    [DataRow("\"\"")]
    [DataRow("\"\\u0000\\t\\\"\\\\\"")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("[[],{},null,true,false]")]
    [DataRow("{\"b\":1,\"a\":{\"\":null,\"$type\":\"x\",\"$ref\":\"1\"}}")]
    public void Json_is_written_as_it_was_read(string json)
    {
        Written(Read(json)).Should().Be(json);
    }

    [TestMethod]
    public void An_emoji_keeps_its_meaning()
    {
        var token = Read("\"\U0001F600\"");

        ((string?)token).Should().Be("\U0001F600");
        Read(Written(token)).Should().BeEquivalentTo(token);
    }

    [TestMethod]
    public void Numbers_can_be_reckoned_with()
    {
        ((long)Read("9007199254740993")).Should().Be(9007199254740993);
        ((decimal)Read("1.10")).Should().Be(1.10m);
        ((double)Read("1E3")).Should().Be(1000);
    }

    [TestMethod]
    public void A_number_that_the_author_made_is_json()
    {
        Written(new JValue(2.0)).Should().Be("2.0");
        Written(new JValue(0.1f)).Should().Be("0.1");
        Written(new JValue(2.50m)).Should().Be("2.50");
        Written(new JValue(new DateTime(2024, 5, 1, 10, 0, 0))).Should().Be("\"2024-05-01T10:00:00\"");
    }

    [TestMethod]
    public void A_number_that_JSON_cannot_express_is_refused()
    {
        var write = () => Written(new JValue(double.NaN));

        write.Should().Throw<HookException>().WithMessage("*no number NaN*");
    }

    private static JToken Read(string json) => JsonTokens.Read(JsonDocument.Parse(json).RootElement);

    private static string Written(JToken token) => Encoding.UTF8.GetString(JsonTokens.Write(token));
}
