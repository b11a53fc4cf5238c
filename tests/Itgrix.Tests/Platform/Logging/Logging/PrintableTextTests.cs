using Itgrix.Runtime.Platform.Logging;
using NLog;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>Text from outside in the log can neither drive a terminal nor look like a log entry.</summary>
[TestClass]
public sealed class PrintableTextTests
{
    [TestMethod]
    [DataRow("12025550123", "12025550123")]
    [DataRow("Иван 😀", "Иван 😀")]
    [DataRow("", "-")]
    [DataRow(" \t", "-")]
    [DataRow("\u001b[2J", "\\u001B[2J")]
    [DataRow("a\u0000b\u007fc\u009bd", "a\\u0000b\\u007Fc\\u009Bd")]
    [DataRow("1\ninfo  Call 2 ended", "1\\ninfo  Call 2 ended")]
    [DataRow("1\r2\u20283\u202e4\u200b5\ufeff", "1\\u000D2\\u20283\\u202E4\\u200B5\\uFEFF")]
    public void A_value_is_one_line_without_control_characters(string text, string shown) =>
        PrintableText.Short(text).Should().Be(shown);

    [TestMethod]
    public void A_long_value_is_cut() => PrintableText.Short(new string('1', 1000))
        .Should().Be(new string('1', 40) + "…");

    [TestMethod]
    [DataRow("two\nlines", "info  two\n    lines")]
    [DataRow("two\r\nlines\ranew", "info  two\n    lines\n    anew")]
    [DataRow("a\tb", "info  a\tb")]
    [DataRow("\u001b]0;title\u0007", "info  \\u001B]0;title\\u0007")]
    public void A_line_of_the_log_escapes_everything_and_indents_what_goes_on(string text, string line) =>
        LogText.Line(new(LogLevel.Info, "Itgrix.calls", null, "{Text}", [text])).Should().Be(line);

    [TestMethod]
    public void The_stack_trace_of_a_bug_stands_indented_below_its_line()
    {
        var entry = new LogEventInfo(LogLevel.Error, "Itgrix.calls", "It failed")
            { Exception = new InvalidOperationException("no \u001b") };

        LogText.Line(entry).Should().Be(
            "error It failed; this is a bug of Itgrix, please report it: no \\u001B\n    "
            + "System.InvalidOperationException: no \\u001B");
    }
}
