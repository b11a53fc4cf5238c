using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>Calls in processes that a fork server makes, beside processes that are started for each call.</summary>
[TestClass]
public sealed class ForkedPhpTests
{
    private const string Hook = "process_final_params";

    private TestHooks? _hooks;

    [TestCleanup]
    public void Stop() => _hooks?.Dispose();

    [TestMethod]
    public async Task Each_call_has_a_process_that_looks_started_by_the_service()
    {
        Start(PhpModeKind.Fork);
        const string code = """
            <?php
            return array('state' => 'success', 'data' => array('id' => getmypid(), 'parent' => posix_getppid(),
                'session' => posix_getsid(0), 'title' => file_get_contents('/proc/self/cmdline')));
            """;

        var (one, other) = (await Data(code), await Data(code));

        ((string?)one["title"]).Should().EndWith("fork\0");
        ((int)one["parent"]!).Should().Be(Environment.ProcessId);
        ((int)one["session"]!).Should().Be((int)one["id"]!);
        ((int)other["id"]!).Should().NotBe((int)one["id"]!);
    }

    [TestMethod]
    [DataRow("Fork")]
    [DataRow("Process")]
    public async Task At_the_limit_everything_that_descends_from_a_call_is_killed(string mode)
    {
        Start(Enum.Parse<PhpModeKind>(mode), options => options with { Timeout = TimeSpan.FromSeconds(1) });
        var ids = _hooks!.PathOf("ids");

        // A child in a session of its own, without exec: it has nothing but the token of its parent's memory.
        var outcome = await Run($$"""
            <?php
            if (pcntl_fork() === 0) {
                posix_setsid();
                file_put_contents('{{ids}}', getmypid() . "\n", FILE_APPEND);
                while (true) sleep(1);
            }
            exec('setsid sleep 1000 > /dev/null 2>&1 & echo $!', $started);
            file_put_contents('{{ids}}', getmypid() . "\n" . $started[0] . "\n", FILE_APPEND);
            while (true) sleep(1);
            """);

        outcome.TimedOut.Should().BeTrue();
        File.ReadAllLines(ids).Should().HaveCountGreaterThan(1)
            .And.OnlyContain(id => IsDead(int.Parse(id)));
    }

    [TestMethod]
    [DataRow("Fork")]
    [DataRow("Process")]
    public async Task A_program_that_a_call_leaves_lives_on(string mode)
    {
        Start(Enum.Parse<PhpModeKind>(mode));

        var data = await Data("""
            <?php
            exec('setsid sleep 1000 > /dev/null 2>&1 & echo $!', $started);
            return array('state' => 'success', 'data' => array('id' => (int) $started[0]));
            """);

        using var left = Process.GetProcessById((int)data["id"]!);
        left.HasExited.Should().BeFalse();
        left.Kill();
    }

    [TestMethod]
    public async Task What_runs_after_the_reply_runs_before_the_process_is_killed()
    {
        Start(PhpModeKind.Fork);
        var after = _hooks!.PathOf("after");

        await Data($$"""
            <?php
            class AtTheEnd
            {
                function __destruct() { usleep(30000); file_put_contents('{{after}}', 'object ', FILE_APPEND); }
            }
            $first = new AtTheEnd;
            register_shutdown_function(function () { file_put_contents('{{after}}', 'function ', FILE_APPEND); });
            $zip = gzopen('{{after}}.gz', 'w');
            gzwrite($zip, 'written at the end');
            return array('state' => 'success', 'data' => array('phone' => '1'));
            """);

        File.ReadAllText(after).Should().Be("function object ");
        new FileInfo(after + ".gz").Length.Should().BePositive();
    }

    [TestMethod]
    public async Task A_server_that_died_is_replaced_and_costs_no_call()
    {
        using var forks = new ForkServers(new());
        using var process = new PhpProcess(new());
        (await Answer(process, forks)).Should().Contain("returned");
        var before = forks.Current();

        using (var server = Process.GetProcessById(before.Id))
            server.Kill();
        await Eventually.TrueAsync(() => !before.IsUsable);

        (await Answer(process, forks)).Should().Contain("returned");
        forks.Current().Should().NotBe(before);
    }

    [TestMethod]
    public async Task A_server_is_replaced_after_its_last_call()
    {
        using var forks = new ForkServers(new(), maxCalls: 1);
        using var process = new PhpProcess(new());
        var before = forks.Current();

        (await Answer(process, forks)).Should().Contain("returned");

        forks.Current().Should().NotBe(before);
    }

    [TestMethod]
    [DataRow("-d ffi.enable=0")]
    [DataRow("-d disable_functions=pcntl_fork")]
    public async Task Where_PHP_cannot_fork_itself_each_call_starts_it(string settings)
    {
        var words = string.Join(", ", settings.Split(' ').Select(word => $"'{word}'"));
        Start(PhpModeKind.Fork, options => options with
        {
            Php = Program(options, $"#!/usr/bin/perl\nexec '/usr/bin/php', {words}, @ARGV;\n"),
        });

        var data = await Data("""
            <?php
            return array('state' => 'success', 'data' => array('title' => file_get_contents('/proc/self/cmdline')));
            """);

        ((string?)data["title"]).Should().EndWith("bridge.php\0");
    }

    private static bool IsDead(int id) => ProcessEntry.Find(id) is null or { IsZombie: true };

    private static string Program(CustomizerOptions options, string text)
    {
        var program = Path.Combine(Path.GetDirectoryName(options.Cache)!, "php");
        File.WriteAllText(program, text);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return program;
    }

    private static async Task<string> Answer(PhpProcess process, ForkServers forks)
    {
        var source = new PhpSource("/hook.php", [.. "<?php return 1;"u8], PhpMode.Warm);
        var job = new HookJob(TestHooks.Definition(Hook), source.File, "{}"u8.ToArray(), TestTimeout.Value);
        var answer = await process.Run(job, source, forks, CancellationToken.None);
        return Encoding.UTF8.GetString(answer.Payload) + answer.StandardError;
    }

    private void Start(PhpModeKind mode, Func<CustomizerOptions, CustomizerOptions>? change = null) =>
        _hooks = new(options => (change?.Invoke(options) ?? options) with { PhpMode = mode });

    private async Task<HookOutcome> Run(string code)
    {
        _hooks!.Write($"{Hook}.php", code);
        return await _hooks.Run(Hook, """{"phone": "1"}""");
    }

    private async Task<JsonObject> Data(string code)
    {
        var outcome = await Run(code);
        outcome.KindName.Should().Be("applied", outcome.Reason);
        return outcome.Data!;
    }
}
