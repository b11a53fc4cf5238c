using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks;

[TestClass]
public sealed class HookRunnerTests
{
    private const string Hook = "process_client_phone";
    private const string Input = """{"phone": "1"}""";
    private static readonly string Csx = string.Format(TestHooks.Head, "ProcessClientPhone")
        + "return Success(\"csx\");";

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task A_script_wins_over_a_PHP_file_of_the_same_name_with_a_warning()
    {
        using var hooks = new TestHooks();
        var csx = hooks.Write($"{Hook}.csx", Csx);
        var php = hooks.Write($"{Hook}.php", Php("php"));

        var outcome = await hooks.Run(Hook, Input);

        Phone(outcome).Should().Be("csx");
        outcome.Warnings.Should().ContainSingle()
            .Which.Should().Contain(php).And.Contain(csx).And.Contain("remove one");
    }

    [TestMethod]
    public async Task A_folder_of_the_original_connector_keeps_working_where_it_is()
    {
        _folder.Write($"actions/{Hook}.php", Php("original"));
        using var hooks = new TestHooks(options => options with
        {
            Folders = [.. options.Folders, new(_folder.File("actions"), Crm.Bitrix24)],
        });

        Phone(await hooks.Run(Hook, Input)).Should().Be("original");
        (await hooks.Run($"kommo/{Hook}", Input)).Kind.Should().Be(OutcomeKind.NotCustomized);
        hooks.Write($"{Hook}.php", Php("own"));
        Phone(await hooks.Run(Hook, Input)).Should().Be("own", "earlier folders win");
    }

    [TestMethod]
    public async Task A_hook_that_is_switched_off_runs_nothing()
    {
        using var hooks = new TestHooks(options => options with
        {
            Methods = new Dictionary<string, MethodOptions> { [Hook] = new(Enabled: false, Timeout: null) },
        });
        hooks.Write($"{Hook}.php", Php("never"));

        var outcome = await hooks.Run(Hook, Input);

        outcome.Kind.Should().Be(OutcomeKind.NotCustomized);
        Phone(outcome).Should().Be("1");
        outcome.Reason.Should().Contain("switched off");
    }

    [TestMethod]
    public async Task The_master_switch_switches_every_hook_off()
    {
        using var hooks = new TestHooks(options => options with { Enabled = false });
        hooks.Write($"{Hook}.php", Php("never"));

        (await hooks.Run(Hook, Input)).Kind.Should().Be(OutcomeKind.NotCustomized);
    }

    [TestMethod]
    public async Task Each_hook_may_have_its_own_timeout()
    {
        using var hooks = new TestHooks(options => options with
        {
            Methods =
                new Dictionary<string, MethodOptions> { [$"bitrix24/{Hook}"] = new(null, TimeSpan.FromSeconds(0.3)) },
        });
        hooks.Write($"{Hook}.php", "<?php sleep(30);");

        var outcome = await hooks.Run(Hook, Input);

        outcome.TimedOut.Should().BeTrue();
        outcome.Reason.Should().Contain("limit of 0.3 s");
        outcome.Elapsed.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.3));
    }

    [TestMethod]
    public async Task The_figures_count_every_outcome_and_keep_the_last_failure()
    {
        using var hooks = new TestHooks();
        await hooks.Run(Hook, Input);
        hooks.Write($"{Hook}.csx", Csx);
        await hooks.Run(Hook, Input);
        await hooks.Run(Hook, Input);
        await hooks.Run(Hook, "not JSON");

        var figures = hooks.Figures.Should().ContainSingle().Subject;

        figures.Hook.Should().Be($"bitrix24/{Hook}");
        figures.Count.Should().Be(4);
        figures.Outcomes.Should().Equal(new Dictionary<string, long>
        {
            ["applied"] = 2, ["cancelled"] = 0, ["not_customized"] = 1, ["failed"] = 1,
        });
        figures.Version.Should().HaveLength(8);
        figures.RunningMs.P50.Should().BePositive().And.BeLessThanOrEqualTo(figures.RunningMs.P99);
        figures.LastFailure!.Reason.Should().Contain("no valid JSON");
    }

    [TestMethod]
    public async Task Calls_beyond_a_full_queue_fail_open_at_once()
    {
        using var hooks = new TestHooks(options => options with { Workers = 1, Queue = 2 });
        hooks.Write($"{Hook}.csx", string.Format(TestHooks.Head, "ProcessClientPhone")
            + "while (!File.Exists(\"go\")) await Task.Delay(5);\nreturn Success(\"went\");");
        await hooks.Warm();

        var calls = Enumerable.Range(0, 10).Select(_ => hooks.Run(Hook, Input)).ToList();
        var refused = await Task.WhenAny(calls);
        (await refused).Reason.Should().Contain("too many hooks are waiting");
        Phone(await refused).Should().Be("1");
        hooks.Write("go", "");
        var outcomes = await Task.WhenAll(calls);

        outcomes.Count(outcome => outcome.Kind == OutcomeKind.Applied)
            .Should().BeInRange(2, 4, "one or two run, two wait");
        outcomes.Where(outcome => outcome.Kind == OutcomeKind.Failed)
            .Should().OnlyContain(outcome => outcome.Elapsed == TimeSpan.Zero);
    }

    [TestMethod]
    public async Task The_queue_of_PHP_processes_is_bounded_too()
    {
        using var hooks = new TestHooks(
            options => options with { Workers = 1, Queue = 2, PhpMode = PhpModeKind.Process });
        hooks.Write($"{Hook}.php",
            "<?php while (!file_exists('go')) { usleep(1000); clearstatcache(); } return array('state' => "
            + "'success', 'data' => array('phone' => 'went'));");
        await hooks.Warm();

        var calls = Enumerable.Range(0, 10).Select(_ => hooks.Run(Hook, Input)).ToList();
        (await await Task.WhenAny(calls)).Reason.Should().Contain("too many hooks are waiting");
        hooks.Write("go", "");
        var outcomes = await Task.WhenAll(calls);

        outcomes.Count(outcome => outcome.Kind == OutcomeKind.Applied).Should().BeInRange(2, 4, "one runs, two wait");
    }

    private static string Php(string phone) =>
        $"<?php return array('state' => 'success', 'data' => array('phone' => '{phone}'));";

    private static string Phone(HookOutcome outcome) => (string)outcome.Data!["phone"]!;
}
