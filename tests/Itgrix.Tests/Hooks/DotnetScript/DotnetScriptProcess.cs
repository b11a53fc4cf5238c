using System.Diagnostics;
using System.Text;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>Output and exit code of a script under <c>dotnet script</c>.</summary>
internal sealed record DotnetScriptResult(int ExitCode, string Output, string Error)
{
    public byte[] Reply => Encoding.UTF8.GetBytes(Output);
}

/// <summary>A script in a process of its own, by the rules of <c>dotnet script</c>.</summary>
internal static class DotnetScriptProcess
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory.Replace("Itgrix.Tests", "Itgrix.DotnetScript"), "Itgrix.DotnetScript.dll");

    public static async Task<DotnetScriptResult> Run(
        string script, byte[] input, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ProjectFolder.Path,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        using var kill = limit.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await Send(process, input);
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await error);
    }

    private static async Task Send(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A script that does not compile reads nothing.
        }
    }
}
