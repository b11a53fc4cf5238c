using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Real workers that wait longer for a call than the 5 s after which php-cgi closes a new connection that is silent.
/// </summary>
[TestClass]
public sealed class IdleWorkerTests
{
    private const string Replaced = "process_final_params", Ending = "process_registration_params";

    // No synchronization: php-cgi's own timeout is real time, so this wait is the input. All rows wait it side by side.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Endings = new()
    {
        ["a call that ran into its limit"] = "while (true) { }",
        ["a call that left a program"] = "exec('setsid sleep 3.0411 > /dev/null 2>&1 &'); return 1;",
        ["a crash"] = "posix_kill(('get' . 'mypid')(), 11); sleep(9);",
        ["a call that needed much memory"] = "$x = str_repeat('x', 100000000); return 1;",
        ["a call that printed too much"] = "for (;;) echo str_repeat('x', 1 << 20);",
    };

    private static readonly Dictionary<string, TestHooks> Services = [];
    private static readonly Dictionary<string, int> Before = [];
    private static TestHooks fresh = null!;
    private static WorkerPool retiring = null!;
    private static int starts;

    public static IEnumerable<object[]> Rows => Endings.Keys.Select(name => new object[] { name });

    [ClassInitialize]
    public static async Task WaitOnce(TestContext _)
    {
        fresh = Service(workers: 2);
        fresh.Write($"{Replaced}.php", """
            <?php
            touch(__DIR__ . '/' . $params['me']);
            while (!file_exists(__DIR__ . '/' . $params['other']))
                usleep(1000);
            return array('state' => 'success', 'data' => array('id' => ('get' . 'mypid')()));
            """);
        await fresh.Warm();
        foreach (var (name, code) in Endings)
        {
            var hooks = Services[name] = Service(workers: 1);
            hooks.Write($"{Replaced}.php", Returns("('get' . 'mypid')()"));
            hooks.Write($"{Ending}.php", "<?php " + code);
            Before[name] = Process(await hooks.Run(Replaced, "{}"));
            await hooks.Run(Ending, "{}");
        }
        retiring = await RetiringPool();
        (await CallOfRetiring()).Should().Contain("success");
        await Task.Delay(Idle);
    }

    [ClassCleanup]
    public static void Stop()
    {
        retiring.Dispose();
        fresh.Dispose();
        foreach (var hooks in Services.Values)
            hooks.Dispose();
    }

    [TestMethod]
    public async Task Both_workers_serve_after_any_idle_time_since_the_start()
    {
        // Each waits for the other, so that both workers have one.
        var outcomes = await Task.WhenAll(
            fresh.Run(Replaced, """{"me": "a", "other": "b"}"""), fresh.Run(Replaced, """{"me": "b", "other": "a"}"""));

        outcomes.Select(Process).Should().OnlyHaveUniqueItems();
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task A_worker_that_replaced_another_serves_however_long_it_waited(string after)
    {
        var outcome = await Services[after].Run(Replaced, "{}");

        Process(outcome).Should().NotBe(Before[after]);
    }

    [TestMethod]
    public async Task A_worker_that_replaced_a_recycled_one_serves_after_any_idle_time()
    {
        (await CallOfRetiring()).Should().Contain("success");

        starts.Should().BeGreaterThan(1);
    }

    private static TestHooks Service(int workers) => new(options => options with
    {
        Workers = workers,
        Timeout = SafetyNet,
        Methods = new Dictionary<string, MethodOptions> { [Ending] = new(null, TimeSpan.FromSeconds(1)) },
    });

    private static string Returns(string value) =>
        $"<?php return array('state' => 'success', 'data' => array('id' => {value}));";

    private static int Process(HookOutcome outcome) =>
        (int)(outcome.Data?["id"] ?? throw new InvalidOperationException(outcome.Reason));

    private static async Task<WorkerPool> RetiringPool()
    {
        const string facts =
            "array('ini_file' => php_ini_loaded_file(), 'ini_folder' => PHP_CONFIG_FILE_SCAN_DIR, 'disabled' => '')";
        var probe = await Command.Start("php", ["-r", $"echo json_encode({facts});"], [], "/");
        var start = new PhpWorkerStart(new(), new(JsonElement.Parse(probe.Output)));
        return new("php", 1, 10, new() { MaxCalls = 1 }, () =>
        {
            Interlocked.Increment(ref starts);
            return start.Start();
        });
    }

    private static async Task<string> CallOfRetiring()
    {
        var source = new PhpSource("/hook.php", [.. "<?php return array('state' => 'success');"u8], PhpMode.Warm);
        var job = new HookJob(HookCatalog.All[0], source.File, "{}"u8.ToArray(), SafetyNet);
        var answer = await retiring.Call(PhpCall.Payload(job, source), job.Limit, CancellationToken.None);

        return answer.End + Encoding.UTF8.GetString(answer.Payload) + answer.StandardError;
    }
}
