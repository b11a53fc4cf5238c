using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Clicks;

/// <summary>The numbers that a click in a CRM may dial, by default and as configured.</summary>
[TestClass]
public sealed class ClickNumbersTests
{
    private static readonly string[] Plain =
    [
        "1", "101", "112", "2025550123", "12025550123", "+12025550123", "89001234567", "0049301234567", "8104930123456",
        "+1 (202) 555-01.23", "030/123456",
        "+49\u00a030\u202f123456", "202\u2011555\u20130123", "(810) 870-1234", "0118 812 3456", "01904 123456",
    ];

    private static readonly string[] Codes =
        ["*72", "*67 12025550123",
            "*31#12025550123", "#31#4930123456", "**21*4930123456#", "101#", "1*2", "*", "#", "+*72"];

    private static readonly string[] NoNumbers =
    [
        "", " ", "-", "+",
        "++12025550123", "1+2025550123", "1202555012+", "0800-CALL-NOW", "tel:+12025550123", "sip:101@192.0.2.15",
        "101@from-internal",
        "１２０２５５５０１２３", "٠١٢٣٤٥", "12025550123,,101", "12025550123w101", "12025550123p101", "12025550123;ext=5",
        "12025550123\t", "12025550123\r\nAction: Command", "\u202a12025550123", "12025550123 x5",
        "123456789012345678901", "+123456789012345678901",
        new('1', 41),
    ];

    private static readonly string[] Costly =
    [
        "+870773111222", "00870773111222",
        "011870773111222", "810870773111222", "+8816 2345 6789", "0088162345678", "011 8816 23456789",
        "8 10 881623456789", "+882 16 123456", "+883510001234567", "+979 1 2345678", "00 979 12345678",
    ];

    [TestMethod]
    public void Formatted_numbers_are_dialled() =>
        Problems(new(), Plain).Should().AllSatisfy(one => one.Problem.Should().BeNull(one.Number));

    [TestMethod]
    public void Codes_of_the_phone_system_are_refused_with_the_setting_that_allows_them() =>
        Problems(new(), Codes).Should().AllSatisfy(
            one => one.Problem.Should().Contain("is refused: * and # are dialled only where click_to_call.allowed"));

    [TestMethod]
    public void A_text_that_is_not_a_number_is_refused_with_the_reason() =>
        Problems(new(), NoNumbers).Should().AllSatisfy(one => one.Problem.Should().StartWith("the number '")
            .And.Contain("cannot be dialled: ").And.NotContainAny("\r", "\n", "\t", "\u202a"));

    [TestMethod]
    [DataRow("tel:+12025550123", "'t' is in it")]
    [DataRow("12025550123,,101", "',' is in it")]
    [DataRow("12025550123w101", "'w' is in it")]
    [DataRow("１２３", "'１' is in it")]
    [DataRow("1+2", "digits with one + before them")]
    [DataRow("123456789012345678901", "20 at most")]
    public void A_refusal_names_the_first_wrong_character_or_the_rule(string number, string words) =>
        Problem(new(), number).Should().Contain(words);

    [TestMethod]
    public void Satellite_and_international_premium_rate_numbers_are_refused_by_default_in_all_forms() =>
        Problems(new(), Costly).Should().AllSatisfy(one => one.Problem.Should().Contain("of click_to_call.refused"));

    [TestMethod]
    public void Configured_refusals_replace_the_default_ones()
    {
        var options = new ClickToCallOptions { Refused = [new("0190."), new("0900XXXXXXX")] };

        Problem(options, "0190 123456")
            .Should().Be("the number '0190 123456' is refused: it is like 0190. of click_to_call.refused.");
        Problem(options, "09001234567").Should().Contain("0900XXXXXXX");
        Problem(options, "0191 123456").Should().BeNull();
        Problem(options, "+870773111222").Should().BeNull();
    }

    [TestMethod]
    public void With_allowed_patterns_only_matching_numbers_are_dialled()
    {
        var options = new ClickToCallOptions { Allowed = [new("XXX"), new("+49X."), new("*98"), new("*67X.")] };

        foreach (var number in new[] { "101", "(101)", "+49 30 123456", "*98", "*67 030 123456" })
            Problem(options, number).Should().BeNull(number);
        foreach (var number in new[] { "1010", "*97", "*67", "*67*1", "+48301", "030123456", "101#" })
            Problem(options, number).Should().EndWith("is like none of click_to_call.allowed.", number);
    }

    [TestMethod]
    public void A_number_that_is_both_allowed_and_refused_is_refused() =>
        Problem(new() { Allowed = [new("+X.")], Refused = [new("+49900.")] }, "+49 900 1234567")
            .Should().Contain("+49900. of click_to_call.refused");

    [TestMethod]
    [DataRow("*72")]
    [DataRow("#31#12025550123")]
    [DataRow("101#")]
    [DataRow("+870773111222")]
    [DataRow("00881623456789")]
    public void An_extension_is_refused_like_a_number(string extension)
    {
        ProblemOf(new() { Channel = "Local/{extension}@from-internal" }, "2025550123", extension)
            .Should().StartWith($"the extension '{extension}' is refused: ");
    }

    [TestMethod]
    [DataRow("101")]
    [DataRow("alice")]
    [DataRow("101-mobile")]
    [DataRow("SIP_7.desk")]
    public void An_extension_may_be_a_name_and_need_not_match_the_patterns_of_numbers(string extension) =>
        ProblemOf(new() { Allowed = [new("+X.")] }, "+12025550123", extension).Should().BeNull();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refused_number_reaches_neither_hook_nor_Asterisk_and_the_log_says_who_asked()
    {
        using var log = new RecordedLog();
        await using var run = new ClickRun();
        await run.ConnectAsync();
        var seen = Path.Combine(run.Hooks.Folder, "seen");
        run.Hooks.Write("process_originate_params.php",
            $"<?php touch('{seen}'); return array('state' => 'success', 'data' => $params);");

        var start = await run.RingAsync(
            new(Crm.Bitrix24, "101", "*72\u001b[31m", []) { AskedBy = "user 7 of the portal" });

        (start.Kind, run.Originates.Count, run.Prepared.Count, File.Exists(seen))
            .Should().Be((CallStartKind.NotAllowed, 0, 0, false));
        log.Lines.Should().Contain(line => line.StartsWith("Warn")
            && line.Contains("user 7 of the portal asks for") && line.Contains("'*72?[31m'"))
            .And.NotContain(line => line.Contains('\u001b'));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_hook_of_the_administrator_may_put_a_code_before_the_number()
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();
        run.Hook("'extension' => '*67' . substr($params['extension'], 1)");

        (await run.RingAsync("+12025550123")).Kind.Should().Be(CallStartKind.Taken);

        run.Originate["Exten"].Should().Be("*6712025550123");
    }

    private static IEnumerable<(string Number, string? Problem)> Problems(
        ClickToCallOptions options, IEnumerable<string> numbers) =>
        numbers.Select(number => (number, Problem(options, number)));

    private static string? Problem(ClickToCallOptions options, string number) => ProblemOf(options, number, "101");

    private static string? ProblemOf(ClickToCallOptions options, string number, string extension) =>
        new ClickNumbers(options).ProblemOf(new(Crm.Kommo, extension, number, []));
}
