using System.ComponentModel;
using CliWrap;
using Itgrix.Runtime.Platform.Native;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>A short program that is trusted, such as <c>php -l</c>; CliWrap runs it to its end.</summary>
/// <remarks>
/// A customer's file runs by <see cref="ProcessRunner"/>, which has a stricter contract: README.md beside
/// this file says in what, and which tests prove it.
/// </remarks>
/// <param name="File">A path, or a name that is looked for in PATH.</param>
/// <param name="Advice">A sentence on what to install, or to set, when it is missing.</param>
internal sealed record TrustedProgram(string File, string Advice)
{
    static TrustedProgram() => ServiceProcess.Prepare();

    /// <summary>Bytes that it may write to its output, and as many to its errors.</summary>
    public int MaxOutput { get; init; } = ProcessRunner.DefaultCap;

    /// <exception cref="TrustedProgramException">
    /// It did not start, or was killed: for its time, or for its output.
    /// </exception>
    public async Task<TrustedResult> RunAsync(
        IReadOnlyList<string> arguments, byte[] input, TimeSpan timeout, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        var (output, errors) = (new CappedOutput(MaxOutput, end), new CappedOutput(MaxOutput, end));
        end.CancelAfter(timeout);
        try
        {
            var run = Start(arguments, PipeSource.FromBytes(input), output, errors, end.Token);
            return new((await run).ExitCode, output.ToArray(), errors.ToArray());
        }
        // CliWrap's TimeoutException: the kernel did not let it die at once.
        catch (Exception error)
            when (error is OperationCanceledException or TimeoutException && !token.IsCancellationRequested)
        {
            throw new TrustedProgramException(output.Overflowed || errors.Overflowed
                ? $"'{File}' wrote more than {MaxOutput} bytes and was killed."
                : $"'{File}' did not end within {timeout.TotalSeconds} s and was killed.");
        }
    }

    private CommandTask<CommandResult> Start(
        IReadOnlyList<string> arguments, PipeSource input, CappedOutput output, CappedOutput errors,
        CancellationToken end)
    {
        try
        {
            var run = new Command(ProgramPath.Find(File)).WithArguments(arguments)
                .WithEnvironmentVariables(ChildEnvironment.WithoutSecrets())
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(input).WithStandardOutputPipe(output.Pipe).WithStandardErrorPipe(errors.Pipe)
                .ExecuteAsync(end);
            ResourceLimits.Apply(run.ProcessId, memory: null);
            return run;
        }
        catch (Win32Exception error)
        {
            // CliWrap's own exception has no error number; the one inside has, except for a directory.
            var errno = (error.InnerException as Win32Exception ?? error).NativeErrorCode;
            var start = new ProcessStartException(new(File, arguments), errno == 0 ? Errno.NoAccess : errno);
            throw new TrustedProgramException($"{start.Message} {Advice}", start);
        }
    }
}

/// <summary>How a trusted program ended and what it wrote.</summary>
/// <param name="ExitCode">128 and more may also mean a signal.</param>
internal sealed record TrustedResult(int ExitCode, byte[] Output, byte[] Errors);

/// <summary>A trusted program did not come to its end; the message says why and what to do about it.</summary>
internal sealed class TrustedProgramException(string message, Exception? inner = null) : Exception(message, inner);
