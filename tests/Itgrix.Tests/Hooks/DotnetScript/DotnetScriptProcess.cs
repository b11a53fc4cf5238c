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
    private static readonly string Program =
        Path.Combine(
            AppContext.BaseDirectory.Replace("Itgrix.Tests", "Itgrix.DotnetScript"), "Itgrix.DotnetScript.dll");

    public static async Task<DotnetScriptResult> Run(
        string script, byte[] input, IReadOnlyDictionary<string, string>? variables = null)
    {
        var run = await Command.Start("dotnet", [Program, script], input, ProjectFolder.Path, variables);
        return new(run.ExitCode, run.Output, run.Errors);
    }
}
