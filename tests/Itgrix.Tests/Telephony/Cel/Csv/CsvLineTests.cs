using System.Text;
using Itgrix.Runtime.Telephony.Cel.Csv;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel.Csv;

[TestClass]
public sealed class CsvLineTests
{
    [TestMethod]
    [DataRow("a,b\n", "a|b")]
    [DataRow("\"a\",\"\"\n", "a|")]
    [DataRow("\"{\"\"k\"\":\"\"\"\"}\",\"x\"\n", "{\"k\":\"\"}|x")]
    [DataRow("\"one\ntwo\",\"x\"\n", "one\ntwo|x")]
    [DataRow("\"a\",\"b\"\r\n", "a|b")]
    [DataRow("a,b\r\n", "a|b")]
    [DataRow("\0\0\0\"a\",\"b\"\n", "a|b")]
    [DataRow("\"a,b\",c\n", "a,b|c")]
    [DataRow("\n", "")]
    public void A_line_is_taken_apart(string text, string fields)
    {
        var read = Read(text + "next", out var length);

        read.Should().Be((CsvOutcome.Line, fields));
        length.Should().Be(Encoding.UTF8.GetByteCount(text));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a,b")]
    [DataRow("\"a\",\"b")]
    [DataRow("\"a\",\"b\"")]
    [DataRow("\"a\",\"b\nc")]
    [DataRow("\"a\"\r")]
    [DataRow("\0\0")]
    public void An_incomplete_CSV_line_waits_for_its_rest(string text)
    {
        Read(text, out var length).Outcome.Should().Be(CsvOutcome.Unfinished);
        length.Should().Be(0);
    }

    [TestMethod]
    [DataRow("\"a\"b\",\"c\"\n", 10)]
    [DataRow("\"lost end\n\"a\",\"b\"\n", 10)]
    public void Another_line_may_begin_after_a_broken_one(string text, int expected)
    {
        Read(text, out var length).Outcome.Should().Be(CsvOutcome.Broken);
        length.Should().Be(expected);
    }

    [TestMethod]
    [DataRow(100, "Line")]
    [DataRow(101, "Broken")]
    [DataRow(100_000, "Broken")]
    public void A_quote_too_many_is_not_looked_for_its_end_through_the_whole_file(int breaks, string expected)
    {
        Read($"\"a{new string('\n', breaks)}\",b\n", out var length).Outcome.ToString().Should().Be(expected);
        length.Should().Be(expected == "Line" ? breaks + 6 : 3);
    }

    [TestMethod]
    public void Bytes_of_another_encoding_do_no_harm()
    {
        var bytes = new byte[] { (byte)'"', 0xC8, 0xE2, (byte)'"', (byte)',', (byte)'x', (byte)'\n' };
        var fields = new List<string>();

        CsvLine.Read(bytes, fields, out _).Should().Be(CsvOutcome.Line);

        fields.Should().Equal("\uFFFD\uFFFD", "x");
    }

    private static (CsvOutcome Outcome, string Fields) Read(string text, out int length)
    {
        var fields = new List<string>();
        var outcome = CsvLine.Read(Encoding.UTF8.GetBytes(text), fields, out length);
        return (outcome, string.Join('|', fields));
    }
}
