using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// Runs a PHP file in a process of its own, started or forked: the reference for the behaviour of PHP files.
/// </summary>
internal sealed class PhpProcess(CustomizerOptions options) : IDisposable
{
    public static readonly string Bridge = Path.Combine(AppContext.BaseDirectory, "php-compat", "bridge.php");

    private static readonly ILogger Log = AppLog.For("hooks");

    // Agreed with bridge.php.
    private const int ReturnedDescriptor = 3, CallDescriptor = 4;

    private readonly SemaphoreSlim _places = new(options.Workers);
    private int _waiting;

    /// <param name="forks">Where the process is forked; <c>null</c> to start it.</param>
    /// <exception cref="ProcessStartException">PHP cannot be started.</exception>
    /// <exception cref="ForkRefusedException">It could not be forked, and did not run.</exception>
    public async Task<WorkerAnswer> Run(HookJob job, PhpSource source, ForkServers? forks, CancellationToken token)
    {
        if (!await TakePlace(token))
            return new(WorkerEnd.QueueFull, []);
        try
        {
            var attempts = new CallAttempts(job.Limit);
            while (attempts.Next() is { } left && !attempts.Take(await Attempt(job, source, forks, left, token)))
                HookLogMessages.Unread(Log, job.File);
            return attempts.Answer;
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<WorkerAnswer> Attempt(
        HookJob job, PhpSource source, ForkServers? forks, TimeSpan limit, CancellationToken token)
    {
        var inputs = new Dictionary<int, ReadOnlyMemory<byte>>
        {
            [0] = job.Input,
            [CallDescriptor] = PhpCall.Create(job, source),
        };
        var outputs = new Dictionary<int, int>
        {
            [1] = options.Output, [2] = options.Output, [ReturnedDescriptor] = options.Output,
        };
        var program = Program(job);
        if (forks is not null)
        {
            program = program with { Starter = forks.Current().Fork, DoneOutput = ForkServer.DoneDescriptor };
            outputs[ForkServer.DoneDescriptor] = options.Output;
        }
        var result = await ProcessRunner.RunAsync(program, inputs, outputs, limit, token);
        return new(EndOf(result), result.Outputs[ReturnedDescriptor])
        {
            IsUnread = result is { TimedOut: false, OverflowedFd: null, RequestIsUnread: true },
            Status = result.Status,
            Printed = result.Stdout,
            StandardError = Encoding.UTF8.GetString(result.Stderr),
            Ran = result.Elapsed,
        };
    }

    private static WorkerEnd EndOf(ProcessResult result) => result.TimedOut ? WorkerEnd.TimedOut
        : result.OverflowedFd is not null ? WorkerEnd.TooMuch : WorkerEnd.Reply;

    // Waits in a queue of the same length as the workers'.
    private async Task<bool> TakePlace(CancellationToken token)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.Queue)
                return false;
            await _places.WaitAsync(token);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _places.Dispose();

    private ProcessSpec Program(HookJob job) => new(options.Php, [.. PhpSettings.ForProcess(options), Bridge])
    {
        WorkingDirectory = Path.GetDirectoryName(job.File),
        MemoryLimit = options.Memory * 2,
        RequestInput = CallDescriptor,
    };
}
