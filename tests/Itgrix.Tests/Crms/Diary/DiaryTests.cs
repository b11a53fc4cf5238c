using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>A third CRM, which only the tests' own program has: its calls, hooks, outbox, replay and status.</summary>
[TestClass]
public sealed class DiaryTests
{
    private const string Capture = "in_answered_caller_ends.ami", MetricsToken = "a-token-of-the-scraper";

    private static readonly string Tests = Path.Combine(AppContext.BaseDirectory, "Itgrix.Tests.dll");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestInitialize]
    public void Write()
    {
        _folder.Write("customizations/diary/customize_entry.csx", """
            #load "../itgrix.csx"
            using Itgrix.Hooks;
            using Newtonsoft.Json.Linq;
            using static Itgrix.Hooks.Hook;

            return Reply.Success(new JObject { ["client"] = Params["client"], ["title"] = $"C# of {Params["title"]}" });
            """);
        _folder.Write("customizations/diary/customize_note.php", """
            <?php
            $data = array('entry' => $params['entry'], 'text' => 'PHP below ' . $params['title']);
            return array('state' => 'success', 'data' => $data);
            """);
        AuthorFiles.Install(_folder.File("customizations"));
    }

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_reaches_it_through_hooks_and_outbox_after_retries_and_status_counts_its_requests()
    {
        using var diary = await SimulatedDiary.StartAsync(_limit.Token);
        await using var pbx = new PbxSimulator();
        using var service = new RunningService(Config(diary, pbx.Port)) { Verb = "diary" };
        diary.Close(requests: 2);

        await service.StartAsync(_limit.Token);
        await pbx.WaitForLoginAsync(_limit.Token);
        await pbx.PlayAsync([new(Itgrix.Sandbox.Pbx.Capture.Load(Captures.PathOf(Capture)), 0)], false, _limit.Token);
        await diary.WaitAsync(writes: 2, _limit.Token);

        diary.Written.Select(one => $"{one.Table} {one.Fields.ToJsonString()}").Should().Equal(
            """entries {"client":"12025550123","title":"C# of Call"}""",
            """notes {"entry":1,"text":"PHP below Call"}""");
        var metrics = await MetricsAsync(service);
        metrics.Should().Contain("itgrix_crm_requests_total{crm=\"diary\"} 4")
            .And.Contain("itgrix_crm_failures_total{crm=\"diary\",reason=\"rate_limited\"} 2")
            .And.Contain("itgrix_crm_users{crm=\"diary\"} 1");
        (await service.StopAsync(_limit.Token)).Should().Be(0, $"{service.Log}");
        $"{service.Log}".Should().Contain("Diary: entry 1");
    }

    [TestMethod]
    public async Task Its_live_setting_applies_without_a_restart()
    {
        using var diary = await SimulatedDiary.StartAsync(_limit.Token);
        await using var pbx = new PbxSimulator();
        using var service = new RunningService(Config(diary, pbx.Port)) { Verb = "diary" };
        await service.StartAsync(_limit.Token);
        await pbx.WaitForLoginAsync(_limit.Token);

        Config(diary, pbx.Port, title: "Second");
        await service.SignalAsync("HUP", _limit.Token);
        while (!Log(service).Contains("diary.title", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(5), _limit.Token);
        await pbx.PlayAsync([new(Itgrix.Sandbox.Pbx.Capture.Load(Captures.PathOf(Capture)), 0)], false, _limit.Token);
        await diary.WaitAsync(writes: 2, _limit.Token);

        $"{diary.Written[0].Fields["title"]}".Should().Be("C# of Second");
    }

    [TestMethod]
    public async Task A_replay_delivers_to_its_own_simulator_through_its_own_hooks()
    {
        var replay = await Run(
            "replay", Captures.PathOf(Capture), "--crm", "diary", "--customizations", _folder.File("customizations"));

        replay.ExitCode.Should().Be(0, replay.Errors);
        var lines = replay.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        lines.Where(line => $"{line["event"]}" == "hook")
            .Select(line => $"{line["hook"]} {line["engine"]} {line["outcome"]}")
            .Should().Equal("diary/customize_entry csx applied", "diary/customize_note php applied");
        lines.Where(line => $"{line["event"]}" == "crm")
            .Select(line =>
                $"{line["crm"]} {line["path"]} {line["request"]!.ToJsonString()} {line["response"]!.ToJsonString()}")
            .Should().Equal("""diary entries {"client":"12025550123","title":"C# of Call"} {"id":1}""",
                """diary notes {"entry":1,"text":"PHP below Call"} {"id":2}""");
    }

    [TestMethod]
    public async Task Its_hooks_are_commands_words_like_all_others()
    {
        var customizations = _folder.File("customizations");

        var run = await RunWith(
            """{"client":"1","title":"Call"}""", "hook", "diary/customize_entry", "--customizations", customizations);
        var check = await Run("check", customizations);
        var hooks = await Run("hooks");
        var misspelt = await Run("hook", "diary/customize_entri");

        run.ExitCode.Should().Be(0, run.Errors);
        JsonNode.Parse(run.Output)!["data"]!.ToJsonString().Should().Be("""{"client":"1","title":"C# of Call"}""");
        check.Errors.Should().StartWith("2 files").And.Contain("all good");
        hooks.Output.Should().Contain("`diary/customize_note`").And.Contain("`kommo/need_registration`");
        misspelt.Errors.Should().Contain("There is no hook 'diary/customize_entri'");
    }

    [TestMethod]
    public async Task Mistakes_in_its_part_of_the_configuration_are_reported_and_serve_names_it()
    {
        var wrong = await Run("serve", "--config", _folder.Write("wrong.json", """{"diary": {"titel": "x"}}"""));
        var none = await Run("serve", "--config", _folder.Write("none.json", "{}"));

        wrong.ExitCode.Should().Be(2);
        wrong.Errors.Should().Contain("diary.address is missing").And.Contain("titel");
        none.Errors.Should()
            .Contain("names no CRM: add \"bitrix24\": { ... } (docs/bitrix24.md) or \"kommo\": { ... } (docs/kommo.md)"
            + " or \"diary\": { ... } (docs/diary.md).");
    }

    [TestMethod]
    public async Task Its_requests_stay_in_the_outbox_of_a_program_without_it()
    {
        var config = _folder.Write("config.json", """{"outbox": {"file": "outbox.db"}}""");
        await using (var store = await OutboxStore.OpenAsync(
            new() { File = _folder.File("outbox.db") }, TimeProvider.System, _limit.Token))
            await store.SaveAsync(new(new(DiaryModule.Diary, "1.1"), "entry") { State = StepState.Waiting,
                Method = "entries" }, _limit.Token);

        var without = await Command.Start("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime.dll"), "outbox", "--all", "--config", config],
            [], _folder.Path);
        var with = await Run("outbox", "--all", "--config", config);

        without.Output.Should().MatchRegex(@"waiting +diary +1\.1 +entry +entries").And.Be(with.Output);
    }

    private Task<Command> Run(params string[] arguments) => RunWith("", arguments);

    private Task<Command> RunWith(string input, params string[] arguments) =>
        Command.Start("dotnet", ["exec", Tests, "diary", .. arguments], Encoding.UTF8.GetBytes(input), _folder.Path);

    private string Config(SimulatedDiary diary, int port, string title = "Call") =>
        _folder.Write("config.json", new JsonObject
    {
        ["asterisk"] = new JsonObject
        {
            ["time_zone"] = "UTC",
            ["ami"] = new JsonObject { ["port"] = port, ["user"] = "itgrix", ["secret"] = "itgrix" },
        },
        ["diary"] = new JsonObject { ["address"] = diary.Page, ["title"] = title },
        ["outbox"] = new JsonObject { ["file"] = "outbox.db", ["first_pause"] = 0.01 },
        ["http"] = new JsonObject { ["port"] = 0 },
        ["metrics"] = new JsonObject { ["token"] = MetricsToken },
        ["customizer"] = new JsonObject { ["cache"] = "cache", ["timeout"] = 60 },
    }.ToJsonString());

    private async Task<string> MetricsAsync(RunningService service)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", MetricsToken);
        return await client.GetStringAsync(new Uri(service.Address, "/metrics"), _limit.Token);
    }

    private static string Log(RunningService service)
    {
        lock (service.Log)
            return $"{service.Log}";
    }
}
