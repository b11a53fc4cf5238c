using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Clicks;

[TestClass]
public sealed class ClickToCallTests
{
    // What begins another header or action, ends a text, or means something to a dialplan.
    private static readonly string[] Tricks =
    [
        "101\r\nAction: Command\r\nCommand: core stop now",
        "101\nVariable: X=1", "101\r\n\r\nAction: Logoff", "101\0", "101\u2028x",
        "101&PJSIP/102", "101,tT", "${SHELL(id)}", "$[1+1]", "101|102",
        "101;2", "101 102", "101\"", "101\\", "`id`", "١٠١", "101\u0085",
    ];

    // A name may be written with these.
    private static readonly string[] Harmless = ["101&PJSIP/102", "101,tT", "101 102", "101\"", "١٠١"];

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_employees_phone_rings_before_the_number_is_dialled()
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();

        var start = await run.RingAsync("+1 (202) 555-01.23");

        start.Should().Be(new OriginateOutcome(CallStartKind.Taken, start.CallId, ""));
        start.CallId.Should().MatchRegex(@"^itgrix-[0-9]{10}\.[0-9]+$");
        run.Prepared.Should().Equal((start.CallId, 0));
        var sent = run.Originate;
        new[] { "Channel", "Context", "Exten", "Priority", "CallerID", "Timeout", "Async", "ChannelId" }
            .Select(name => sent[name])
            .Should().Equal(
                "PJSIP/101", "from-internal", "+12025550123", "1", "+12025550123", "30000", "true", start.CallId);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Configuration_and_request_determine_how_a_call_is_made()
    {
        await using var run = new ClickRun(options: new()
        {
            Channel = "Local/{extension}@employees/n",
            Context = "out", CallerId = "{extension} <{number}>", Timeout = TimeSpan.FromSeconds(12),
        });
        await run.ConnectAsync();

        await run.RingAsync();
        await run.RingAsync(
            new(Crm.Kommo, "102", "2025550123", []) { CallerId = "Deal 7", Context = "kommo", CallId = "itgrix-1.2" });

        run.Originates.Select(sent =>
            string.Join(' ', sent["Channel"], sent["Context"], sent["CallerID"], sent["Timeout"])).Should().Equal(
            "Local/101@employees/n out 101 <+12025550123> 12000", "Local/102@employees/n kommo Deal 7 12000");
        run.Originates[1]["ChannelId"].Should().Be("itgrix-1.2");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_hook_gets_the_request_data_and_changes_all_other_fields()
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();
        var seen = Path.Combine(run.Hooks.Folder, "seen");
        run.Hooks.Write("process_originate_params.php", $$"""
            <?php
            file_put_contents('{{seen}}', json_encode($params));
            return array('state' => 'success', 'data' => array('caller_id' => '"Иван [VIP]" <7>',
                'channel' => 'Local/5@a',
                'context' => 'b', 'extension' => 89001234567, 'priority' => '2',
                'request_data' => array('Async' => 'false')));
            """);

        await run.RingAsync();

        JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(seen)), JsonNode.Parse("""
            {"caller_id": "+12025550123", "channel": "PJSIP/101", "context": "from-internal",
             "extension": "+12025550123",
             "priority": 1, "request_data": {"data": "as it came"}}
            """)).Should().BeTrue(File.ReadAllText(seen));
        var sent = run.Originate;
        new[] { "CallerID", "Channel", "Context", "Exten", "Priority" }.Select(name => sent[name])
            .Should().Equal("\"Иван [VIP]\" <7>", "Local/5@a", "b", "89001234567", "2");
        sent.Headers.Should().HaveCount(10);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_failed_hook_changes_nothing_and_omitted_fields_keep_their_values()
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();
        run.Hooks.Write("process_originate_params.php", "<?php throw new Exception('broken');");
        await run.RingAsync();
        run.Hooks.Write("process_originate_params.php",
            "<?php return array('state' => 'success', 'data' => array('context' => 'other'));");
        await run.RingAsync();

        run.Originates.Select(sent => $"{sent["Channel"]} {sent["Context"]} {sent["Exten"]}").Should().Equal(
            "PJSIP/101 from-internal +12025550123", "PJSIP/101 other +12025550123");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("caller_id"), DataRow("channel"), DataRow("context"), DataRow("extension"), DataRow("priority")]
    public async Task A_hooks_reply_cannot_inject_other_fields(string name)
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();

        foreach (var value in name == "caller_id" ? Tricks.Except(Harmless) : Tricks)
        {
            run.Hook($"'{name}' => json_decode('{JsonSerializer.Serialize(value).Replace("\\", "\\\\")}')");

            var start = await run.RingAsync();

            start.Kind.Should().Be(CallStartKind.NotAllowed, JsonSerializer.Serialize(value));
            start.Reason.Should().NotContainAny("\r", "\n", "\0");
        }
        run.Prepared.Should().BeEmpty();
        run.Peer.Pbx.Actions.Select(action => action.Name)
            .Should().BeSubsetOf(["Challenge", "Login", "CoreSettings", "Ping"]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("101/../../x"), DataRow("101@other"), DataRow(""), DataRow("101\r\nX: 1"), DataRow("{number}")]
    [DataRow("101 ")]
    public async Task An_extension_cannot_change_the_rest_of_the_channel(string extension)
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();

        (await run.RingAsync(extension: extension)).Kind.Should().Be(CallStartKind.NotAllowed);

        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(""), DataRow("call me"), DataRow("+1202555012x"), DataRow("1\r\nAction: Command")]
    [DataRow("00000000000000000000000000000000000000000")]
    public async Task Only_a_number_is_dialled(string number)
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();

        var start = await run.RingAsync(number);

        (start.Kind, run.Originates.Count, run.Prepared.Count).Should().Be((CallStartKind.NotAllowed, 0, 0));
        start.Reason.Should().StartWith($"the number {DialValues.Shown(number)} cannot be dialled: ");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(3, "PJSIP/101 was not taken: nobody answered."), DataRow(5, "PJSIP/101 was not taken: busy.")]
    public async Task A_phone_that_is_not_answered_is_reported(int reason, string words)
    {
        await using var run = new ClickRun(new() { OriginateReason = reason });
        await run.ConnectAsync();

        var start = await run.RingAsync();

        start.Should().Be(new OriginateOutcome(CallStartKind.NotTaken, start.CallId, words));
        (start.IsOver, run.Prepared.Single().Id).Should().Be((true, start.CallId));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refusal_by_Asterisk_contains_its_own_message()
    {
        await using var run = new ClickRun(
            new() { OriginateRefusal = "Originate Access Forbidden: app or data blacklisted" });
        await run.ConnectAsync();

        var start = await run.RingAsync();

        (start.Kind, start.IsOver).Should().Be((CallStartKind.Refused, true));
        start.Reason.Should()
            .Be("Asterisk refused to call PJSIP/101: Originate Access Forbidden: app or data blacklisted");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_a_connection_nothing_rings_and_the_reason_is_reported()
    {
        await using var run = new ClickRun();

        var start = await run.RingAsync();

        (start.Kind, start.IsOver).Should().Be((CallStartKind.NotConnected, true));
        start.Reason.Should().StartWith("There is no connection to Asterisk now");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_connection_that_breaks_while_a_phone_rings_has_an_unknown_outcome()
    {
        await using var run = new ClickRun(new() { RingsForever = true });
        await run.ConnectAsync();
        var ringing = run.RingAsync();
        await Eventually.TrueAsync(() => run.Originates.Count > 0);

        run.Peer.Pbx.Drop();

        var start = await ringing;
        (start.Kind, start.IsOver).Should().Be((CallStartKind.Unknown, false));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_with_a_failed_preparation_does_not_ring()
    {
        await using var run = new ClickRun();
        await run.ConnectAsync();

        var ringing = () => run.Calls.RingAsync(
            new(Crm.Bitrix24, "101", "1", []), (_, _) => throw new IOException("disk full"), run.Peer.Limit);

        await ringing.Should().ThrowAsync<IOException>();
        run.Originates.Should().BeEmpty();
    }
}
