namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Runs a program to its end: writes its inputs, drains its outputs, enforces a timeout.</summary>
/// <remarks>
/// Hook files by process run here; a <see cref="TrustedProgram"/> runs by CliWrap. Here a descendant that holds an
/// output delays nothing, orphans die at the limit, SIGPIPE is as in a shell, a signal is no exit code, and there are
/// descriptors 3 and 4. README.md beside this file names the tests of each point.
/// </remarks>
internal static class ProcessRunner
{
    /// <summary>The default maximum of an output.</summary>
    public const int DefaultCap = 16 * 1024 * 1024;

    private const int StackSize = 256 * 1024;

    private static readonly Dictionary<int, ReadOnlyMemory<byte>> NoInputs = [];
    private static readonly Dictionary<int, int> NoOutputs = [];

    /// <summary>
    /// Starts the program with these inputs (bytes by descriptor; without 0 its standard input is empty) and outputs
    /// (caps in bytes by descriptor; 1 and 2 always). The result comes when the program itself has ended, or was
    /// killed with its tree at the limit or for an output beyond its cap. Throws <see cref="ProcessStartException"/>,
    /// and <see cref="TaskCanceledException"/> once the tree is dead.
    /// </summary>
    public static Task<ProcessResult> RunAsync(
        ProcessSpec spec,
        IReadOnlyDictionary<int, ReadOnlyMemory<byte>>? inputs,
        IReadOnlyDictionary<int, int>? outputs,
        TimeSpan limit,
        CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return Task.FromCanceled<ProcessResult>(token);

        var completion = new TaskCompletionSource<ProcessResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new ProcessRun(spec, inputs ?? NoInputs, outputs ?? NoOutputs, limit);

        // A thread of its own: a run blocks in poll for up to its limit, and the pool's few threads have work to do.
        var thread = new Thread(() => Complete(completion, run, token), StackSize)
        {
            IsBackground = true,
            Name = $"run {Path.GetFileName(spec.File)}",
        };
        thread.Start();
        return completion.Task;
    }

    private static void Complete(
        TaskCompletionSource<ProcessResult> completion, ProcessRun run, CancellationToken token)
    {
        try
        {
            completion.SetResult(run.Execute(token));
        }
        catch (OperationCanceledException)
        {
            completion.SetCanceled(token);
        }
        catch (Exception failure)
        {
            completion.SetException(failure);
        }
    }
}
