namespace Itgrix.Benchmarks;

/// <summary>A PHP hook in a warm worker, over starting PHP for each call.</summary>
internal static class PhpBench
{
    private const int Rounds = 7, WarmCalls = 1500, ProcessCalls = 40, AtOnce = 8;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var process = new BenchHooks(BenchHooks.ProcessPhp);
        using var warm = new BenchHooks();
        await Calls.P50(() => warm.RunPhp(), 500);
        var (times, rates) = (new List<(double Warm, double Process)>(), new List<(double Warm, double Process)>());
        for (var round = 0; round < Rounds; round++)
        {
            times.Add((await Calls.P50(() => warm.RunPhp(), WarmCalls),
                await Calls.P50(() => process.RunPhp(), ProcessCalls)));
            rates.Add((await Calls.PerSecond(() => warm.RunPhp(), AtOnce, WarmCalls * 3),
                await Calls.PerSecond(() => process.RunPhp(), AtOnce, ProcessCalls * 3)));
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        return
        [
            Figure.AtMost(
                "php-warm-over-process", Sample.Median(times.Select(one => one.Warm / one.Process)), "x", 1 / 50.0,
                $"{Sample.Median(times.Select(one => one.Warm)):0} us over "
                + $"{Sample.Median(times.Select(one => one.Process)) / 1000:0.0} ms, p50"),
            Figure.AtLeast(
                "php-warm-rate-over-process", Sample.Median(rates.Select(one => one.Warm / one.Process)), "x", 30,
                $"{Sample.Median(rates.Select(one => one.Warm)):0} over "
                + $"{Sample.Median(rates.Select(one => one.Process)):0} calls a second, {AtOnce} at once"),
        ];
    }
}
