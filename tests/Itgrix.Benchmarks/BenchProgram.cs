using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>This program: where the project is, and how it starts itself again for a part of a measurement.</summary>
internal static class BenchProgram
{
    /// <summary>The project's folder.</summary>
    public static string Home { get; } = Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? Directory.GetCurrentDirectory();

    /// <summary>Starts a program whose output is read.</summary>
    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
}
