using System.Globalization;
using System.Text;
using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>The mode that a file runs in, and a worker's state between calls.</summary>
[TestClass]
public sealed class PhpModeTests
{
    private const string Hook = "process_final_params";
    private const string Input = """{"phone": "1"}""";
    private const string TellsItsProcess =
        "<?php return array('state' => 'success', 'data' => array('id' => ('get' . 'mypid')()));";

    private TestHooks? _hooks;

    [TestCleanup]
    public void Stop() => _hooks?.Dispose();

    [TestMethod]
    [DataRow("exit;")]
    [DataRow("undefined_function();")]
    [DataRow("throw new Exception('x');")]
    [DataRow("ob_start(); $a = fopen(__FILE__, 'r'); chdir('/'); return 1;")]
    public async Task One_worker_serves_call_after_call_however_the_calls_end(string ending)
    {
        Start();
        var before = await ProcessOf();

        await Run("process_registration_params", "<?php " + ending);

        (await ProcessOf()).Should().Be(before);
    }

    [TestMethod]
    [DataRow("while (true) { }", 0.5)]
    [DataRow("posix_kill(('get' . 'mypid')(), 11); sleep(9);", 60)]
    [DataRow("exec('setsid sleep 2.0411 > /dev/null 2>&1 &'); return 1;", 60)]
    [DataRow("$x = str_repeat('x', 100000000); return 1;", 60)]
    [DataRow("for (;;) echo str_repeat('x', 1 << 20);", 60)]
    public async Task A_worker_that_cannot_be_as_new_is_replaced(string code, double limit)
    {
        Start(options => options with
        {
            Methods = new Dictionary<string, MethodOptions>
            {
                ["process_registration_params"] = new(null, TimeSpan.FromSeconds(limit)),
            },
        });
        var before = await ProcessOf();

        await Run("process_registration_params", "<?php " + code);

        (await ProcessOf()).Should().NotBe(before);
    }

    [TestMethod]
    public async Task A_program_left_running_by_a_call_lives_on_and_cannot_reach_later_calls()
    {
        Start();
        await Run("process_registration_params", """
            <?php
            $forged = escapeshellarg(json_encode(array('state' => 'success', 'data' => array('forged' => 1))));
            proc_open("setsid sh -c 'echo $$ > id; while true; do echo '$forged'; sleep 0.01; done' &", array(STDIN,
                STDOUT, STDERR), $pipes);
            return array('state' => 'success', 'data' => array('phone' => '1'));
            """);

        for (var call = 0; call < 10; call++)
        {
            var outcome = await Run(Hook, "<?php usleep(20000); echo 'words';");
            outcome.Reason.Should().Contain("neither returned nor printed a reply (it printed: words)");
        }

        using var left = System.Diagnostics.Process.GetProcessById(
            int.Parse(File.ReadAllText(_hooks!.PathOf("id")), CultureInfo.InvariantCulture));
        left.HasExited.Should().BeFalse();
        left.Kill(entireProcessTree: true);
    }

    [TestMethod]
    public async Task Megabytes_of_input_reach_the_hook_by_both_ways()
    {
        Start();
        var input = Encoding.UTF8.GetBytes($$"""{"text": "{{new string('я', 2_000_000)}}"}""");
        _hooks!.Write($"{Hook}.php", """
            <?php
            $read = json_decode(stream_get_contents(STDIN), true);
            return array('state' => 'success', 'data' => array('length' => strlen($params['text']),
                'same' => $read === $params));
            """);

        var outcome = await _hooks.Run(Hook, input);

        outcome.Data!.ToJsonString().Should().Be("""{"length":4000000,"same":true}""", outcome.Reason);
    }

    [TestMethod]
    public async Task Megabytes_of_unread_input_are_discarded_with_the_call()
    {
        Start();
        var input = Encoding.UTF8.GetBytes($$"""{"text": "{{new string('x', 1_000_000)}}"}""");
        _hooks!.Write(
            $"{Hook}.php", "<?php return array('state' => 'success', 'data' => array('read' => fread(STDIN, 9)));");

        await _hooks.Run(Hook, input);
        var next = await _hooks.Run(Hook, """{"b": 1}""");

        ((string?)next.Data!["read"]).Should().Be("""{"b": 1}""");
    }

    [TestMethod]
    public async Task A_file_that_misses_something_in_a_worker_fails_once_and_then_runs_by_process()
    {
        Start();
        const string code = "<?php $name = 'pcntl_' . 'async_signals'; $name(true); return array('state' => 'success', "
            + "'data' => array('phone' => '2'));";

        var first = await Run(Hook, code);
        var second = await _hooks!.Run(Hook, Input);

        first.Reason.Should().Contain("undefined function pcntl_async_signals()");
        second.KindName.Should().Be("applied", second.Reason);
    }

    [TestMethod]
    public async Task A_library_that_changes_can_change_the_mode()
    {
        Start();
        _hooks!.Write("lib.php", "<?php function sapi() { return 1; }");
        await Run(Hook, "<?php require __DIR__ . '/lib.php'; return array('state' => 'success', 'data' => array('sapi' "
            + "=> sapi()));");

        _hooks.Write("lib.php", "<?php function sapi() { return php_sapi_name(); }");

        (await _hooks.Run(Hook, Input)).Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""");
    }

    [TestMethod]
    public async Task The_setting_of_a_hook_counts_more_than_what_is_in_its_file()
    {
        Start(options => options with
        {
            Methods = new Dictionary<string, MethodOptions>
            {
                [Hook] = new(null, null, PhpModeKind.Process),
                ["process_registration_params"] = new(null, null, PhpModeKind.Warm),
            },
        });
        const string code = "<?php return array('state' => 'success', 'data' => array('sapi' => php_sapi_name()));";

        (await Run(Hook, code)).Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""");
        (await Run("process_registration_params", code)).Data!.ToJsonString().Should().Be("""{"sapi":"cgi-fcgi"}""");
    }

    [TestMethod]
    [DataRow("no-such-php-cgi")]
    [DataRow("/bin/false")]
    [DataRow("/etc/passwd")]
    public async Task Without_php_cgi_all_files_run_by_process(string program)
    {
        Start(options => options with { PhpCgi = program });

        var outcome = await Run(
            Hook, "<?php return array('state' => 'success', 'data' => array('sapi' => php_sapi_name()));");

        outcome.Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""", outcome.Reason);
    }

    [TestMethod]
    public async Task A_worker_that_is_killed_between_calls_is_replaced_unseen()
    {
        Start();
        var before = await ProcessOf();

        System.Diagnostics.Process.GetProcessById(before).Kill();

        (await ProcessOf()).Should().NotBe(before);
    }

    private void Start(Func<CustomizerOptions, CustomizerOptions>? change = null) =>
        _hooks = new(options => (change?.Invoke(options) ?? options) with { Workers = 1 });

    private async Task<HookOutcome> Run(string hook, string code)
    {
        _hooks!.Write($"{hook}.php", code);
        return await _hooks.Run(hook, Input);
    }

    private async Task<int> ProcessOf()
    {
        var outcome = await Run("process_task_creation_params", TellsItsProcess);
        return (int)(outcome.Data?["id"] ?? throw new InvalidOperationException(outcome.Reason));
    }
}
