using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>A plain program that sleeps, killed by the framework's own class: the least that a kill costs.</summary>
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
