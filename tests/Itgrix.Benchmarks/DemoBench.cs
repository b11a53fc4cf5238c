using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>From <c>./run.sh</c> on a built tree to the first call that a hook changed.</summary>
internal static class DemoBench
{
    private const int Rounds = 3;

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        // The first round only completes the build, and does not count.
        await TimeAsync(token);
        var rounds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await TimeAsync(token));
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        return
        [
            Figure.AtMost("demo-to-first-hook", Sample.Median(rounds), "s", 10,
                $"./run.sh on a built tree to the first hook that ran; the median of {Rounds}"),
        ];
    }

    private static async Task<double> TimeAsync(CancellationToken token)
    {
        var began = Stopwatch.GetTimestamp();
        using var demo = BenchProgram.Start(Path.Combine(BenchProgram.Home, "run.sh"));
        try
        {
            string? line;
            do
                line = await demo.StandardOutput.ReadLineAsync(token);
            while (line?.Contains(" applied", StringComparison.Ordinal) == false);
            return line is null ? throw new InvalidOperationException("no hook ran in the demo")
                : Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
            await demo.WaitForExitAsync(CancellationToken.None);
        }
    }
}
