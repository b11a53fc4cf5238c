using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Answers that portals give beside the documentation.</summary>
[TestClass]
public sealed class PortalQuirkTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_portal_without_leads_creates_a_contact_and_a_deal_which_hooks_and_tasks_know()
    {
        await using var run = Run(like => like with { HasLeads = false });
        run.Options = run.Options with { TaskOnMissed = new() { Incoming = true } };
        run.Script("post_registration", "return Done();");

        await PlayAsync(run, "in_no_answer", ClientCalls.Stranger);

        var (contact, deal) = ($"{run.Sandbox.Table("contact")[1]!["ID"]}", $"{run.Sandbox.Table("deal")[0]!["ID"]}");
        var call = run.InputOf("post_registration")!["call_full"]!;
        var registration = call["registration"]!;
        $"{registration["created_contact_id"]} {registration["created_deal_id"]} {registration["created_lead_id"]}"
            .Should().Be($"{contact} {deal} ");
        $"{call["entity"]!["type"]} {call["entity"]!["id"]} {call["entity"]!["is_new"]}"
            .Should().Be($"contact {contact} true");
        run.Sandbox.Table("task").Single()!["ufCrmTask"]!.AsArray().Select(mark => $"{mark}")
            .Should().Equal($"C_{contact}", $"D_{deal}");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_new_contact_of_a_portal_without_leads_is_to_be_filled_in()
    {
        await using var run = Run(like => like with { HasLeads = false });
        run.Options = run.Options with { TaskOnNewContact = new() { IsOn = true } };

        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Stranger);

        $"{run.Sandbox.Table("task").Single()!["responsibleId"]}".Should().Be("1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_id_of_zero_is_none()
    {
        await using var run = Run(like => like with { WritesZeroIds = true });
        run.Options = run.Options with
        {
            Create = new(ClientKind.Nothing, ClientKind.Nothing), TaskOnMissed = new() { Incoming = true },
            TaskOnNewContact = new() { IsOn = true },
        };
        run.Write("customize_entity.php",
            "<?php return array('state' => 'success', 'data' => array('TITLE' => 'x'));");
        run.Script("post_registration", "return Done();");

        await PlayAsync(run, "in_no_answer", ClientCalls.Stranger);
        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Stranger);

        var registration = run.InputOf("post_registration")!["call_full"]!["registration"]!;
        $"{registration["entity_id"]}{registration["created_lead_id"]}{registration["entity_type"]}".Should().BeEmpty();
        run.Sandbox.Table("task").Single()!["ufCrmTask"]!.AsArray().Should().BeEmpty();
        run.SentMethods.Should().NotContain(method => method.StartsWith("crm."));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_a_portal_could_not_create_is_in_the_log()
    {
        using var log = new RecordedLog();
        await using var run = Run(like => like with
            { LeadCreationError = "The field Branch is required", ActivityCreationError = "No owner" });

        await PlayAsync(run, "in_no_answer", ClientCalls.Stranger);

        log.Lines.Should().Contain(line => line.StartsWith("Warn ") && line.Contains("The field Branch is required"))
            .And.Contain(line => line.StartsWith("Warn ") && line.Contains("No owner"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("in_no_answer")]
    [DataRow("ivr_caller_gives_up")]
    [DataRow("out_no_answer")]
    public async Task A_missed_call_has_no_duration_so_that_the_portal_does_not_show_a_conversation(string capture)
    {
        await using var run = Run();

        await PlayAsync(run, capture, ClientCalls.Known);

        var record = run.Sandbox.Table("statistic").Single()!;
        ($"{record["CALL_DURATION"]}", $"{record["CALL_STATUS"]}").Should().Be(("0", "0"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("call.WAV", "RIFF....WAVEfmt ", "call.wav")]
    [DataRow("call.Mp3", "anything", "call.mp3")]
    [DataRow("call", "ID3 tagged", "call.mp3")]
    [DataRow("call.bin", "RIFF....WAVEfmt ", "call.wav")]
    public async Task A_recording_gets_a_name_that_the_portal_takes(string file, string content, string name)
    {
        await using var run = Run();

        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Known, _folder.Write(file, content));

        $"{run.Sandbox.Table("statistic").Single()!["RECORD"]!["NAME"]}".Should().Be(name);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_that_the_portal_cannot_take_is_not_offered_to_it()
    {
        using var log = new RecordedLog();
        await using var run = Run();

        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Known, _folder.Write("call.gsm", "gsm"));

        log.Lines.Should().Contain(line => line.Contains("call.gsm is neither WAV nor MP3"));
        run.Sandbox.Requests.Should().NotContain(request => request.Method.Contains("attachrecord"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("https://127.0.0.1:8443/", true)]
    [DataRow("http://127.0.0.1/", true)]
    [DataRow("http://box.local:8080/", false)]
    public async Task A_recording_reaches_a_portal_that_does_not_know_its_own_address(string seen, bool isUploaded)
    {
        await using var run = Run(like => like with { UploadBase = new(seen) });

        await PlayAsync(run, "in_answered_caller_ends", ClientCalls.Known, _folder.Write("call.mp3", "the sound"));

        $"{run.Sandbox.Table("statistic").Single()!["RECORD"]?["SIZE"]}".Should().Be("9");
        run.Sandbox.Requests.Any(request => request.Method == "upload").Should().Be(isUploaded);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Each_part_of_a_transferred_call_has_its_own_registration()
    {
        await using var run = Run();
        run.Write("process_final_params.php", """
            <?php
            file_put_contents(__DIR__ . '/seen', $params['CALL_ID'] . ' ' . $params['call_full']['registration']['id']
                . ' ' . $params['call_full']['registration']['responsible_id'] . "\n", FILE_APPEND);
            return array('state' => 'success', 'data' => $params);
            """);

        await PlayAsync(run, "transfer_blind", ClientCalls.Known);

        var seen = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(
            run.File("customizations/bitrix24/near", ""))!, "seen")).Select(line => line.Split(' ')).ToList();
        seen.Should().HaveCount(2).And.OnlyContain(parts => parts[0] == parts[1]);
        seen.Select(parts => parts[2]).Should().Equal("1", "2");
    }

    private static FlowRun Run(Func<Bitrix24Settings, Bitrix24Settings>? change = null) => new(Crm.Bitrix24)
    {
        Options = new() { DefaultUser = 3 },
        PortalLike = change?.Invoke(Bitrix24Settings.WithoutLimit) ?? Bitrix24Settings.WithoutLimit,
    };

    private async Task PlayAsync(FlowRun run, string capture, string client, string? recording = null)
    {
        foreach (var stage in ClientCalls.Of(capture, client))
            await run.ReachedAsync(
                stage with { Recordings = recording is null ? [] : [recording] }, _limit.Token);
    }
}
