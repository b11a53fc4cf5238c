using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>This program: the project's folder, and how it starts itself for a part of a measurement.</summary>
internal static class BenchProgram
{
    /// <summary>The project's folder.</summary>
    public static string Home { get; } = Environment.GetEnvironmentVariable("ITGRIX_HOME")
        ?? Directory.GetCurrentDirectory();

    /// <summary>Starts a program and captures its output.</summary>
    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
}
