using System.Diagnostics;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>Ways to call a hook repeatedly.</summary>
internal static class Calls
{
    /// <summary>One after another; the median in microseconds.</summary>
    public static async Task<double> P50(Func<Task<HookOutcome>> call, int count)
    {
        var sample = new Sample();
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Applied(await call());
            sample.Add(Stopwatch.GetElapsedTime(began));
        }
        return sample.P50;
    }

    /// <summary>In parallel, up to a total number; calls per second.</summary>
    public static async Task<double> PerSecond(Func<Task<HookOutcome>> call, int atOnce, int count)
    {
        var left = count;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                Applied(await call());
        })));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Applied(HookOutcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Applied)
            throw new InvalidOperationException($"a measured call failed: {outcome.Reason}");
    }
}
