using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>One hook saved repeatedly: how soon the new version runs, and what remains of the old ones.</summary>
internal static class ReloadBench
{
    private const int Reloads = 2000, EarlyAssemblies = 20, EarlyMemory = 200;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        // One worker, so that every version is loaded into the measured one.
        using var hooks = new BenchHooks(options => options with { Workers = 1 });
        var times = new Sample();
        var assemblies = new Dictionary<int, double>();
        var memory = new Dictionary<int, double>();
        for (var version = 1; version <= Reloads; version++)
        {
            var file = hooks.Write("process_client_phone.csx", Source(version));
            var began = Stopwatch.GetTimestamp();
            var outcome = await hooks.Run(file);
            times.Add(Stopwatch.GetElapsedTime(began));
            var reply = ((string?)outcome.Data?["phone"])?.Split(' ');
            if (reply?[0] != $"{version}")
                throw new InvalidOperationException(
                    $"version {version} was saved, but {outcome.Data?.ToJsonString()} ran: {outcome.Reason}");
            assemblies[version] = int.Parse(reply[1]);
            if (version is EarlyMemory or Reloads)
                memory[version] = ProcessMemory.OfThisAndWorkers();
            Progress.Show($"reload {version} of {Reloads}");
        }
        return
        [
            Figure.AtMost("csx-save-to-new-version",
                times.P50 / 1000, "ms", 250, $"p50 of {Reloads} saves, p99 {times.P99 / 1000:0} ms"),
            Figure.AtMost("reload-memory", memory[Reloads] / memory[EarlyMemory], "x", 1.10,
                $"{memory[Reloads] / (1 << 20):0} MB after {Reloads} reloads over "
                + $"{memory[EarlyMemory] / (1 << 20):0} MB after {EarlyMemory}"),
            Figure.AtMost("reload-assemblies", Around(Reloads) / Around(EarlyAssemblies), "x", 1.1,
                $"{Around(Reloads):0} assemblies over {Around(EarlyAssemblies):0}"),
        ];

        // Old versions are unloaded in groups, so single counts fluctuate: the mean of the last group's length.
        double Around(int version) => Enumerable.Range(version - 15, 16).Average(one => assemblies[one]);
    }

    private static string Source(int version) => $$"""
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        var type = In.CallFull.Channel.Type;
        return Success($"{{version}} {AppDomain.CurrentDomain.GetAssemblies().Length}");
        """;
}
