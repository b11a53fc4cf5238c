
namespace Itgrix.Benchmarks;

/// <summary>Hooks that time out in every way: time from the timeout to the outcome with all processes gone.</summary>
internal static class KillBench
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);
    private const int Rounds = 25;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = new BenchHooks(options => BenchHooks.ProcessPhp(options) with { Timeout = Limit });
        using var warm = new BenchHooks(options => options with { Timeout = Limit });
        var (late, plain) = (new Sample(), new Sample());
        var files = Files(hooks).Select(file => (Hooks: hooks, File: file))
            .Concat(Files(warm).Select(file => (Hooks: warm, File: file))).ToList();
        for (var round = 0; round < Rounds; round++)
            foreach (var (runner, file) in files)
            {
                var outcome = await runner.Run(file);
                if (!outcome.TimedOut)
                    throw new InvalidOperationException($"{file} did not run over its limit: {outcome.Reason}");
                if (round > 0)
                {
                    late.Add(outcome.Elapsed - Limit);
                    plain.Add(PlainKill.Measure());
                }
                Progress.Show($"round {round + 1} of {Rounds}");
            }
        return
        [
            Figure.AtMost("kill-after-limit", late.P50 / plain.P50, "x", 100,
                $"p50 of {late.Count} overruns until all processes are gone (loop, sleep, child that "
                + "holds the pipe; csx, PHP "
                + $"warm and process), {late.P50 / 1000:0.0} ms, p99 {late.P99 / 1000:0.0} ms, over the "
                + "kill of a plain process "
                + $"in between, {plain.P50 / 1000:0.00} ms, p99 {plain.P99 / 1000:0.00} ms"),
        ];
    }

    private static IEnumerable<string> Files(BenchHooks hooks)
    {
        const string head = "#load \"../itgrix.csx\"\nusing static Itgrix.Hooks.Bitrix24.ProcessClientPhone;\n";
        yield return hooks.Write("loop.csx", head + "while (In != null) { }\nreturn Success(\"1\");");
        yield return hooks.Write("sleep.csx", head + "System.Threading.Thread.Sleep(30000);\nreturn Success(\"1\");");
        yield return hooks.Write("child.csx", head
            + "Process.Start(\"/bin/sh\", [\"-c\", \"sleep 31 & sleep 32\"]).WaitForExit();\nreturn Success(\"1\");");
        yield return hooks.Write("loop.php", "<?php while (true) { }");
        yield return hooks.Write("sleep.php", "<?php sleep(30);");
        yield return hooks.Write("child.php", "<?php exec('sleep 31 & sleep 32');");
    }
}
