using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>What came of a program that was run to its end, such as a command of <c>run.sh</c>.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TestTimeout.Value;

    /// <summary>Runs <c>./run.sh</c> with these arguments.</summary>
    public static Task<Command> Run(byte[] input, params string[] arguments) =>
        Start(ProjectFolder.Of("run.sh"), arguments, input, ProjectFolder.Path);

    public static Task<Command> Run(string input, params string[] arguments) =>
        Run(Encoding.UTF8.GetBytes(input), arguments);

    /// <summary>Runs a program to its end; past its limit it is killed with its children.</summary>
    /// <param name="cancellation">A limit of one's own.</param>
    public static async Task<Command> Start(
        string program, IEnumerable<string> arguments, byte[] input, string folder,
        IReadOnlyDictionary<string, string>? variables = null, CancellationToken? cancellation = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        var run = await new CliWrap.Command(program).WithArguments(arguments).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables?.ToDictionary(v => v.Key, string? (v) => v.Value) ?? [])
            .WithStandardInputPipe(PipeSource.FromBytes(input)).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation ?? limit.Token);
        return new(run.ExitCode, run.StandardOutput, run.StandardError);
    }
}
