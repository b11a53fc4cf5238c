using System.Diagnostics;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>The scripts of <c>tests/asterisk</c>.</summary>
internal static partial class AsteriskKit
{
    public static string Folder { get; } = ProjectFolder.Of("tests", "asterisk");

    /// <summary>Every scenario's name, in the order of <c>scenarios.sh</c>.</summary>
    public static IReadOnlyList<string> Scenarios { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "scenarios", "scenarios.sh"))
            .Select(line => Definition().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value),
    ];

    /// <summary>
    /// Runs a script to its end, with settings for <c>env.sh</c>; when cancelled, kills it with all that it started.
    /// </summary>
    public static async Task<Command> Run(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellation)
    {
        using var process = Start(script, arguments, settings);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new(process.ExitCode, await output, await errors);
    }

    private static Process Start(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    [GeneratedRegex(@"^s_(\w+)\(\)")]
    private static partial Regex Definition();
}
