using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms.Recordings;

/// <summary>Recorded calls delivered to both CRMs, with real files.</summary>
[TestClass]
public sealed class RecordingFlowTests : IDisposable
{
    private const string Attach = "telephony.externalCall.attachRecord", Finish = "telephony.externalcall.finish",
        Activity = "crm.activity.update", Task = "tasks.task.add";

    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();
    private RecordingOptions _recordings;

    public RecordingFlowTests() => _recordings = _folder.Options;

    public TestContext TestContext { get; set; } = null!;

    public void Dispose() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Bitrix24_gets_the_recording_when_it_is_complete_and_the_rest_at_once()
    {
        await using var run = Run(Crm.Bitrix24);
        run.Options = run.Options with { TaskOnNewContact = new() { IsOn = true } };
        run.Script("customize_activity", "return Success(new Output { [\"SUBJECT\"] = \"mine\" });");
        var file = _folder.In("a.wav");
        var end = await ToTheEndAsync(run, file, client: "12025550145");
        await using (var writer = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            await writer.WriteAsync(Wav.Silence(TimeSpan.FromSeconds(1)));
            await WaitsAsync(run, end);
            run.SentMethods.Should().Contain([Finish, Task]).And.NotContain([Attach, Activity]);
            _time.Advance(TimeSpan.FromSeconds(1));
            await WaitsAsync(run, end);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await run.ReachedAsync(end, TestContext.CancellationToken);

        run.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(16_044);
        run.SentMethods.Should().OnlyHaveUniqueItems().And.Contain([Attach, Activity]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_late_recording_is_attached_when_it_arrives()
    {
        await using var run = Run(Crm.Bitrix24);
        var end = await ToTheEndAsync(run, "a.wav");
        for (var minute = 0; minute < 50; minute++)
        {
            await WaitsAsync(run, end);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _folder.Record("a.wav");
        await run.ReachedAsync(end, TestContext.CancellationToken);

        run.SentMethods.Should().ContainSingle(method => method == Attach);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_that_never_arrives_is_skipped_and_the_log_says_what_to_check()
    {
        using var log = new RecordedLog();
        await using var run = Run(Crm.Bitrix24);
        var end = await ToTheEndAsync(run, "a.wav");
        await WaitsAsync(run, end);

        _time.Advance(TimeSpan.FromHours(1));
        await run.ReachedAsync(end, TestContext.CancellationToken);

        run.SentMethods.Should().NotContain(Attach).And.Contain(Finish);
        log.Lines.Should().ContainSingle(line => line.StartsWith("Warn")
            && line.Contains(_folder.In("a.wav")) && line.Contains("recordings.folders"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_link_is_signed_and_leads_to_the_converted_file(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = Run(crm, RecordingMode.Link);
        run.Write("process_record_file_path.csx",
            File.ReadAllText(
                ProjectFolder.Of("customizations", crm.ToString().ToLowerInvariant(), "process_record_file_path.csx")));
        var file = _folder.Record("2026/11/21/a.wav", seconds: 2);

        await run.ReachedAsync(await ToTheEndAsync(run, file), TestContext.CancellationToken);

        LinkIn(run).Should()
            .MatchRegex(@"\Ahttps://pbx\.example\.com/recordings/2026/11/21/a\.mp3\?expires=\d+&signature=[\w-]{43}\z");
        new FileInfo(_folder.In("2026/11/21/a.mp3"))
            .Length.Should().BeInRange(7_000, 10_000, "2 s of 32 kbit/s are 8 KB");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_converted_file_is_attached()
    {
        await using var run = Run(Crm.Bitrix24);
        run.Write("process_record_file_path.csx",
            File.ReadAllText(ProjectFolder.Of("customizations", "bitrix24", "process_record_file_path.csx")));
        _folder.Record("a.wav", seconds: 2);

        await run.ReachedAsync(await ToTheEndAsync(run, "a"), TestContext.CancellationToken);

        var record = run.Sandbox.Table("statistic")[0]!["RECORD"]!;
        $"{record["NAME"]}".Should().Be("a.mp3");
        record["SIZE"]!.GetValue<long>().Should().Be(new FileInfo(_folder.In("a.mp3")).Length);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_link_to_a_late_recording_works_once_it_exists(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        await using var run = Run(crm, RecordingMode.Link);
        var end = await ToTheEndAsync(run, "a.wav");
        await WaitsAsync(run, end);
        run.Sent.Should().NotContain(request => request.Parameters.ContainsKey("link"));

        _time.Advance(TimeSpan.FromSeconds(15));
        await run.ReachedAsync(end, TestContext.CancellationToken);

        LinkIn(run).Should().StartWith("https://pbx.example.com/recordings/a.wav?expires=");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_link_to_another_machine_does_not_wait_for_the_file(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        _recordings = _recordings with { PublicUrl = null, Folders = ["/nowhere/monitor"] };
        await using var run = Run(crm, RecordingMode.Link);
        run.Script("process_record_file_path", "return Success(In.Path.Replace(\".wav\", \".mp3\"));");

        await run.ReachedAsync(await ToTheEndAsync(run, "/nowhere/monitor/a.wav"), TestContext.CancellationToken);

        LinkIn(run).Should().Be("https://rec.example.com/a.mp3");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24")]
    [DataRow("kommo")]
    public async Task A_recording_that_only_the_template_names_is_waited_for_briefly(string id)
    {
        var crm = HookCatalog.FindCrm(id)!;
        using var log = new RecordedLog();
        _recordings = _recordings with { Path = "{linkedid}.wav" };
        await using var run = Run(crm, RecordingMode.File);
        var end = await ToTheEndAsync(run, named: null);
        await WaitsAsync(run, end);

        _time.Advance(TimeSpan.FromSeconds(15));
        await run.ReachedAsync(end, TestContext.CancellationToken);

        run.SentMethods.Should().NotContain(Attach);
        run.Asked.Should().NotContain(one => one.Outcome.Hook.Name == "process_record_file_path");
        log.Lines.Should().NotContain(line => line.StartsWith("Warn"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_that_only_the_template_names_is_attached()
    {
        _recordings = _recordings with { Path = "{yyyy}/{linkedid}" };
        _folder.Record("2026/c1.wav");
        await using var run = Run(Crm.Bitrix24);

        await run.ReachedAsync(await ToTheEndAsync(run, named: null), TestContext.CancellationToken);

        $"{run.Sandbox.Table("statistic")[0]!["RECORD"]!["NAME"]}".Should().Be("c1.wav");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bitrix24", true)]
    [DataRow("bitrix24", false)]
    [DataRow("kommo", false)]
    public async Task A_hooks_path_that_is_not_a_recording_is_rejected(string id, bool isFile)
    {
        var crm = HookCatalog.FindCrm(id)!;
        using var log = new RecordedLog();
        await using var run = Run(crm, isFile ? RecordingMode.File : RecordingMode.Link);
        run.Script("process_record_file_path", "return Success(\"/etc/passwd\");");
        _folder.Record("a.wav");

        await run.ReachedAsync(await ToTheEndAsync(run, "a.wav"), TestContext.CancellationToken);

        if (isFile)
            $"{run.Sent.Single(request => request.Method == Attach).Parameters[PseudoParameters.File]}"
                .Should().Be(_folder.In("a.wav"));
        else
            LinkIn(run).Should().StartWith("https://pbx.example.com/recordings/a.wav?");
        log.Lines.Should().ContainSingle(
            line => line.StartsWith("Warn") && line.Contains("/etc/passwd") && line.Contains("recordings.folders"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_recording_hook_runs_once_however_often_the_flow_runs()
    {
        await using var run = Run(Crm.Bitrix24);
        run.Script("process_record_file_path", "return Success(In.Path);");
        var end = await ToTheEndAsync(run, "a.wav");
        await WaitsAsync(run, end);
        run.InputOf("process_record_file_path").Should().BeNull("there is nothing to convert yet");

        _folder.Record("a.wav");
        await run.ReachedAsync(end, TestContext.CancellationToken);
        File.Delete(_folder.In("a.wav"));
        await run.ReachedAsync(end, TestContext.CancellationToken);

        run.Asked.Should().ContainSingle(one => one.Outcome.Hook.Name == "process_record_file_path");
        run.SentMethods.Should().ContainSingle(method => method == Attach);
    }

    private FlowRun Run(Crm crm, RecordingMode mode = RecordingMode.File) => new(crm)
    {
        Time = _time, Recordings = _recordings,
        Options = new() { DefaultUser = 3, Recording = mode, RecordingLink = "https://rec.example.com/{file}" },
        KommoCalls = new() { DefaultUser = 503, RecordingLink = "https://rec.example.com/{file}" },
    };

    // Delivers all of an answered call but its end.
    private async Task<CallStageEvent> ToTheEndAsync(FlowRun run, string? named, string client = "12025550123")
    {
        var cel = new CelStream();
        PbxEvent[] recorded = named is null ? [] : [new RecordingStarted("c1", named)];
        var stages = StageRules.Tracker().Tell([.. cel.Answered(client), .. recorded, .. cel.Over()]).ToList();
        foreach (var stage in stages.SkipLast(1))
            await run.ReachedAsync(stage, TestContext.CancellationToken);
        return stages[^1];
    }

    private async Task WaitsAsync(FlowRun run, CallStageEvent end) =>
        (await run.ReachedAsync(end, TestContext.CancellationToken)).Should().Be(StepOutcome.Deferred("recording"));

    // In Kommo's call, in the player of Bitrix24's activity.
    private static string LinkIn(FlowRun run) =>
        run.Sent.SingleOrDefault(request => request.Method == KommoTransport.AddCall) is { } call
            ? $"{call.Parameters["link"]}"
            : $"{run.Sent.Single(request => request.Method == Activity).Parameters["fields"]!["DESCRIPTION"]}"
            .Split('"')[1].Replace("&amp;", "&");
}
