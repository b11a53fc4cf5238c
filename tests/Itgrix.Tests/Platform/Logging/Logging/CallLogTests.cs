using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>A call's lines in the log.</summary>
[TestClass]
public sealed partial class CallLogTests
{
    [TestMethod]
    [DataRow("in_answered_caller_ends", "incoming 12025550123 -> 101", "answered after 2 s, talked 4 s",
        "Bitrix24: registered and finished as externalCall.*; Kommo: *")]
    [DataRow("in_no_answer", "incoming 12025550123 -> 101", "missed after 6 s",
        "Bitrix24: registered and finished as externalCall.*; Kommo: *")]
    [DataRow("out_answered", "outgoing 101 -> 912025550144", "answered after 2 s, talked 4 s",
        "Bitrix24: registered and finished as externalCall.*; Kommo: *")]
    [DataRow("internal_answered", "internal 101 -> 102", "answered after 2 s, talked 3 s",
        "Bitrix24 and Kommo: not registered (internal call)")]
    [DataRow("transfer_attended_keys", "incoming 12025550123 -> 101, 102",
        "answered after 1 s, 101 talked 11 s, 102 talked 10 s",
        "Bitrix24: registered and finished as externalCall.*, then as externalCall.*; Kommo: *")]
    public async Task A_call_logs_one_line_when_it_begins_and_one_when_it_ends(
        string capture, string parties, string outcome, string crms)
    {
        await using var calls = await LoggedCalls.StartAsync();

        await calls.PlayAsync(capture);
        var end = await calls.UntilAsync(" ended: ");

        var begin = calls.Lines.Should().ContainSingle(line => LoggedCalls.IsBegin(line)).Subject;
        begin.Should().MatchRegex($@"^Info Call [0-9.]+: {parties.Split(',')[0]} begins$");
        end.Should().Match($"Info Call * ended: {parties}, {outcome}; {crms}");
        calls.Lines.Should().HaveCount(2);
    }

    [TestMethod]
    public async Task A_call_that_rang_nowhere_is_in_the_log_with_its_begin_and_end()
    {
        await using var calls = await LoggedCalls.StartAsync();

        await calls.PlayAsync("in_unknown_number");
        var end = await calls.UntilAsync(" ended: ");

        end.Should().Match("*: incoming 12025550123 -> 2025550199, number not found after * s; "
            + "Bitrix24: registered and finished as *");
        calls.Lines.Should().ContainSingle(line => LoggedCalls.IsBegin(line))
            .Which.Should().MatchRegex(": incoming 12025550123 -> 2025550199 began at [0-9:]{8}, no phone rang$");
    }

    [TestMethod]
    public async Task A_call_refused_by_need_registration_is_logged_with_its_CRM()
    {
        await using var calls = await LoggedCalls.StartAsync();
        calls.Service.Write("kommo/need_registration.php",
            "<?php return ['state' => 'success', 'data' => ['result' => false]];");

        await calls.PlayAsync("in_answered_caller_ends");

        (await calls.UntilAsync(" ended: ")).Should().EndWith("; Kommo: not registered (need_registration)");
    }

    [TestMethod]
    public async Task A_registration_cancelled_by_a_hook_is_logged()
    {
        await using var calls = await LoggedCalls.StartAsync();
        calls.Service.Write("bitrix24/process_registration_params.php",
            "<?php return ['state' => 'success', 'data' => []];");
        calls.Service.Write("kommo/process_call_params.php", "<?php return ['state' => 'success', 'data' => []];");

        await calls.PlayAsync("in_answered_caller_ends");

        (await calls.UntilAsync(" ended: ")).Should().Contain("not registered (cancelled by customization)")
            .And.NotContain("registered and finished").And.NotContain("registered as");
    }

    [TestMethod]
    public async Task A_call_of_an_excluded_extension_is_logged_with_the_setting()
    {
        await using var calls = await LoggedCalls.StartAsync(
            config => config["extensions"] = new JsonObject { ["except"] = new JsonArray("101") });

        await calls.PlayAsync("in_no_answer");

        (await calls.UntilAsync(" ended: ")).Should()
            .EndWith("; Bitrix24 and Kommo: not registered (by extensions.only or extensions.except)");
    }

    [TestMethod]
    public async Task A_call_of_excluded_Kommo_users_is_logged_with_the_setting()
    {
        await using var calls = await LoggedCalls.StartAsync(config =>
            config["kommo"]!["only_users"] = new JsonArray(502));

        await calls.PlayAsync("in_no_answer");

        (await calls.UntilAsync(" ended: ")).Should().EndWith("; Kommo: not registered (by kommo.only_users)");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("anonymous")]
    public async Task A_caller_without_a_number_is_called_anonymous(string number)
    {
        await using var calls = await LoggedCalls.StartAsync();

        await calls.PlayAsync("in_no_answer", text => text.Replace("12025550123", number, StringComparison.Ordinal));

        (await calls.UntilAsync(" ended: ")).Should().Contain(" ended: incoming anonymous -> 101, missed after ")
            .And.EndWith("; Bitrix24 and Kommo: not registered (no client's number, and the setting anonymous is off)");
    }

    [TestMethod]
    public async Task During_a_CRM_outage_the_log_says_that_the_call_waits_and_later_that_it_was_delivered()
    {
        await using var calls = await LoggedCalls.StartAsync();
        calls.Service.Portal.Faults.Add(new() { Kind = FaultKind.Outage });

        await calls.PlayAsync("in_answered_caller_ends");
        var end = await calls.UntilAsync(" ended: ");
        calls.Service.Portal.Faults.Clear();
        var late = await calls.UntilAsync(" delivered late: ");

        end.Should().Match("*; Bitrix24: waits, *; Kommo: *");
        late.Should().Match("Info Call * delivered late: incoming 12025550123 -> 101, answered after 2 s, talked 4 s; "
            + "Bitrix24: registered and finished as externalCall.*");
        calls.Lines.Where(LoggedCalls.IsEnd).Should().ContainSingle();
    }

    [TestMethod]
    public async Task A_call_that_a_CRM_refuses_for_good_names_its_dead_letter_and_the_command_for_it()
    {
        await using var calls = await LoggedCalls.StartAsync();
        calls.Service.Portal.Faults.Add(new()
        {
            Kind = FaultKind.Refused, Methods = ["telephony.externalcall.register"],
            Status = 400, Code = "ERROR_ARGUMENT", Description = "Argument 'TYPE' is invalid",
        });

        await calls.PlayAsync("in_unreachable");

        (await calls.UntilAsync(" ended: "))
            .Should().Contain("Bitrix24: waits, dead letter \"register\" (./run.sh outbox)");
    }

    [TestMethod]
    public async Task A_call_of_a_number_unknown_to_Kommo_is_logged_as_such()
    {
        await using var calls = await LoggedCalls.StartAsync(
            config => config["kommo"]!["create"] = new JsonObject { ["incoming"] = "nothing" });

        await calls.PlayAsync("in_answered_caller_ends", text => text
            .Replace("12025550123", "12025550987", StringComparison.Ordinal));

        (await calls.UntilAsync(" ended: ")).Should()
            .EndWith("; Kommo: not registered (no contact or company has the number)");
    }

    [TestMethod]
    public async Task Calls_at_the_same_time_leave_a_begin_and_an_end_each()
    {
        await using var calls = await LoggedCalls.StartAsync();

        for (var number = 0; number < 4; number++)
            await calls.PlayAsync(number % 2 == 0 ? "queue_linear_second_answers" : "in_group_second_answers", number);
        while (calls.Lines.Count(LoggedCalls.IsEnd) < 4)
            await calls.UntilAsync(" ended: ");

        calls.Lines.GroupBy(line => Id().Match(line).Value).Should().HaveCount(4)
            .And.AllSatisfy(call => call.Should().HaveCount(2).And.ContainSingle(line => LoggedCalls.IsBegin(line)));
    }

    [TestMethod]
    [DataRow("\u001b[31mred")]
    [DataRow("1\u009b2J\u202e3")]
    public async Task A_callers_terminal_escapes_do_not_reach_the_log(string number)
    {
        await using var calls = await LoggedCalls.StartAsync();

        await calls.PlayAsync("internal_no_answer", text => text
            .Replace("CallerIDnum: 101", $"CallerIDnum: {number}", StringComparison.Ordinal)
            .Replace("Exten: 102", $"Exten: {number}", StringComparison.Ordinal));
        await calls.UntilAsync(" ended: ");

        calls.Lines.Should().NotBeEmpty()
            .And.NotContain(line => line.Any(letter => char.IsControl(letter) || letter == '\u202e'));
    }

    [GeneratedRegex("Call [^ :]+")]
    private static partial Regex Id();
}
