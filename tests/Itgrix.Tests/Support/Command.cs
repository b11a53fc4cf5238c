using System.Diagnostics;
using System.Text;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>A command of <c>run.sh</c>, as a user calls it.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    /// <summary>Runs <c>./run.sh</c> with these arguments.</summary>
    public static Task<Command> Run(byte[] input, params string[] arguments) =>
        Start(ProjectFolder.Of("run.sh"), arguments, input, ProjectFolder.Path);

    public static Task<Command> Run(string input, params string[] arguments) =>
        Run(Encoding.UTF8.GetBytes(input), arguments);

    public static async Task<Command> Start(string program, IEnumerable<string> arguments, byte[] input, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It may end without reading all of its input.
        }
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await errors);
    }
}
