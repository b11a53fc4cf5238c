using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>
/// First calls of PHP workers that have waited longer than php-cgi's 5 s for a silent connection, its only such limit:
/// a worker that waits for an hour waits no differently.
/// </summary>
internal static class IdleBench
{
    private const int Workers = 50, Rounds = 20;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(6);

    // It takes the memory after which its worker is replaced, and all workers get one at the same time.
    private const string Source = """
        <?php
        $taken = str_repeat('x', 40000000);
        usleep(500000);
        return array('state' => 'success', 'data' => array('phone' => ('get' . 'mypid')()));
        """;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = new BenchHooks(options => options with
        {
            Workers = Workers, Queue = Workers * 2, Timeout = TimeSpan.FromMinutes(1),
        });
        var file = hooks.Write("idle.php", Source);
        await hooks.Warm();
        // The first round starts them all.
        await CallAllAsync(hooks, file);
        var seen = new HashSet<string>();
        var (failed, calls) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(Idle, token);
            foreach (var outcome in await CallAllAsync(hooks, file))
            {
                calls++;
                failed += outcome.Kind == OutcomeKind.Applied ? 0 : 1;
                seen.Add($"{outcome.Data?["phone"]}");
                if (outcome.Kind != OutcomeKind.Applied)
                    Progress.Line($"{outcome.Reason}");
            }
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        return
        [
            Figure.AtMost("php-failures-after-idle", failed, "calls", 0,
                $"of {calls} calls, {seen.Count} of them the first of a PHP worker that waited {Idle.TotalSeconds} s"),
        ];
    }

    private static Task<HookOutcome[]> CallAllAsync(BenchHooks hooks, string file) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => hooks.Run(file)));
}
