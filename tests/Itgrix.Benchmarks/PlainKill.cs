using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>A plain program that sleeps, started and killed by the framework's own class: what a kill costs at least.</summary>
internal static class PlainKill
{
    public static TimeSpan Measure()
    {
        using var program = Process.Start(new ProcessStartInfo("/bin/sleep", ["31"]))!;
        var began = Stopwatch.GetTimestamp();
        program.Kill();
        program.WaitForExit();
        return Stopwatch.GetElapsedTime(began);
    }
}
