using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>Replays of past calls; their output is an interface.</summary>
[TestClass]
public sealed class ReplayCommandTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task Stages_hooks_and_requests_are_an_object_a_line()
    {
        var lines = await Replay("in_answered_caller_ends.ami");

        lines.Select(line => Text(line["event"])).Distinct().Should().BeEquivalentTo("stage", "hook", "crm");
        foreach (var line in lines)
            line.Select(field => field.Key).Should().Equal(Text(line["event"]) switch
            {
                "stage" => ["event", "call", "conversation", "stage", "call_full"],
                "hook" =>
                [
                    "event", "call", "hook", "engine", "outcome", "data", "reason", "elapsed_ms", "version", "warnings",
                ],
                _ => ["event", "call", "crm", "method", "path", "request", "response"],
            });
        lines.Select(line => Text(line["call"])).Distinct().Should().Equal("1795231564.10");
        Of(lines, "stage", "stage")
            .Should().Equal("conversation_requested", "conversation_accepted", "conversation_ended", "call_ended");
        Of(lines, "stage", "conversation").Should().Equal("1795231564.11", "1795231564.11", "1795231564.11", "");
        Of(lines, "hook", "hook")[0].Should().Be("bitrix24/customize_autodistribution");
        Of(lines, "crm", "path").Should().Equal(
            "telephony.externalcall.register",
            "telephony.externalcall.show", "telephony.externalcall.finish", "telephony.externalCall.attachRecord");
        lines.Where(line => Text(line["event"]) == "crm")
            .Should().AllSatisfy(line => line["response"].Should().NotBeNull());
        Of(lines, "crm", "method").Distinct().Should().Equal("POST");
    }

    [TestMethod]
    public async Task For_Kommo_its_hooks_run_and_its_request_is_made()
    {
        var lines = await Replay("out_answered.ami", "--crm", "kommo", "--speed", "1000");

        Of(lines, "hook", "hook").Should().Contain("kommo/process_call_params")
            .And.OnlyContain(hook => hook.StartsWith("kommo/"));
        var request = lines.Single(line => Text(line["path"]) == "/api/v4/calls");
        (Text(request["crm"]), Text(request["method"]), Text(request["path"]))
            .Should().Be(("kommo", "POST", "/api/v4/calls"));
        Text(request["request"]![0]!["direction"]).Should().Be("outbound");
    }

    [TestMethod]
    public async Task What_each_channel_was_taken_for_is_explained()
    {
        var lines = await Replay("in_picked_up.ami", "--explain");

        lines.Where(line => Text(line["event"]) == "channel").Select(line =>
            $"{Text(line["channel"])!.Split('-')[0]} {Text(line["taken_for"])} {Text(line["number"])}: "
            + $"{Text(line["because"])}")
            .Should().BeEquivalentTo(
                "PJSIP/trunk line 12025550123: its context is one of line_contexts",
                "PJSIP/101 employee 101: an extension is dialled over it",
                "PJSIP/103 employee 103: its name has an extension");
    }

    [TestMethod]
    public async Task A_file_of_channel_events_is_read_by_the_columns_that_are_named()
    {
        var lines = await Replay("in_busy.cel.csv", "--columns", string.Join(',', CelLines.Columns));

        Of(lines, "stage", "stage").Should().Equal("conversation_requested", "conversation_ended", "call_ended");
        ((int)lines.Last(line => Text(line["event"]) == "stage")["call_full"]!["result"]!).Should().Be(486);
    }

    [TestMethod]
    public async Task The_hooks_of_a_folder_change_what_is_printed()
    {
        Php("process_client_phone", "array('phone' => '+' . $params['phone'])");
        Php("process_record_file_path", "array('path' => '/rec/made.mp3')");
        Php("customize_autodistribution", "array('number' => '102', 'name' => 'Bob')");

        var lines = await Replay("in_answered_caller_ends.ami");

        Text(Outcome(lines, "customize_autodistribution")["data"]!["number"]).Should().Be("102");
        Text(Outcome(lines, "process_record_file_path")["data"]!["path"]).Should().Be("/rec/made.mp3");
        var requests = lines.Where(line => Text(line["event"]) == "crm").Select(line => line["request"]!).ToList();
        Text(requests[0]["PHONE_NUMBER"]).Should().Be("+12025550123");
        Text(requests[^1]["FILENAME"]).Should().Be("made.mp3");
    }

    [TestMethod]
    public async Task A_call_that_need_registration_refuses_makes_no_request()
    {
        Php("need_registration", "array('result' => false)");

        var lines = await Replay("in_answered_caller_ends.ami");

        Of(lines, "stage", "stage").Should().HaveCount(4);
        Of(lines, "crm", "path").Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_click_on_a_number_goes_through_its_hook()
    {
        Php("process_originate_params", "array_merge($params, array('context' => 'my-context'))");

        var lines = await Replay("click_to_call.ami");

        var hook = Outcome(lines, "process_originate_params");
        (Text(hook["outcome"]), Text(hook["data"]!["context"])).Should().Be(("applied", "my-context"));
    }

    [TestMethod]
    [DataRow(new[] { "/none/such.ami" }, "There is no file /none/such.ami")]
    [DataRow(new[] { "in_busy.ami", "--crm", "salesforce" }, "--crm salesforce: give bitrix24 or kommo")]
    [DataRow(new[] { "in_busy.ami", "--crm", "1" }, "--crm 1: give bitrix24 or kommo")]
    [DataRow(new[] { "in_busy.ami", "--speed", "0" }, "--speed 0: give a number above 0")]
    [DataRow(new[] { "in_busy.cel.csv" }, "its lines have 11 columns")]
    [DataRow(new[] { "in_busy.cel.csv", "--columns", "eventtype,eventtime" }, "lacks channame, linkedid, uniqueid")]
    public async Task A_command_with_invalid_arguments_names_the_valid_ones(string[] arguments, string words)
    {
        var command = await Run(arguments);

        command.ExitCode.Should().Be(2);
        command.Errors.Should().Contain(words);
        command.Output.Should().BeEmpty();
    }

    private async Task<List<JsonObject>> Replay(string capture, params string[] arguments)
    {
        var command = await Run([capture, .. arguments]);
        command.ExitCode.Should().Be(0, command.Errors);
        return [.. command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private Task<Command> Run(string[] arguments) =>
        Command.Run("", ["replay", Captures.PathOf(arguments[0]), .. arguments[1..], "--customizations", _folder.Path]);

    private void Php(string hook, string data) =>
        _folder.Write($"bitrix24/{hook}.php", $"<?php\nreturn array('state' => 'success', 'data' => {data});\n");

    private static List<string> Of(IEnumerable<JsonObject> lines, string kind, string field) =>
        [.. lines.Where(line => Text(line["event"]) == kind).Select(line => Text(line[field])!)];

    private static JsonObject Outcome(IEnumerable<JsonObject> lines, string hook) =>
        lines.Last(line => Text(line["hook"]) == $"bitrix24/{hook}");

    private static string? Text(JsonNode? json) => (string?)json;
}
