using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// The pool of php-cgi workers. Before it takes calls, one probe runs both in a process and in a worker; unless they
/// agree, no file runs in a worker.
/// </summary>
internal sealed class WarmPhp : IDisposable
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(20);
    private static readonly string ProbeFile = Path.Combine(AppContext.BaseDirectory, "php-compat", "probe.php");

    private readonly CustomizerOptions _options;
    private readonly PhpProcess _process;
    private readonly Lazy<Task<WarmState>> _state;

    public WarmPhp(CustomizerOptions options, PhpProcess process)
    {
        (_options, _process) = (options, process);
        _state = new(() => Task.Run(Start));
    }

    /// <summary>The workers, started on first use.</summary>
    public Task<WarmState> State => _state.Value;

    public void Dispose()
    {
        if (_state.IsValueCreated)
            _state.Value.Result.Pool?.Dispose();
    }

    private async Task<WarmState> Start()
    {
        WorkerPool? pool = null;
        try
        {
            var source = new PhpSource(ProbeFile, File.ReadAllBytes(ProbeFile), PhpMode.Warm);
            var job = new HookJob(HookCatalog.All[0], ProbeFile, """{"probe":["я",1.5,{}]}"""u8.ToArray(), ProbeLimit);
            var byProcess = Read(await _process.Run(job, source, CancellationToken.None), job);
            var start = new PhpWorkerStart(_options, byProcess);
            pool = new WorkerPool(
                "php", _options.Workers, _options.Queue, new() { MaxMemory = _options.Memory }, start.Start);
            var answer = await pool.Call(PhpCall.Payload(job, source), job.Limit, CancellationToken.None);
            if (answer.End == WorkerEnd.NotStarted)
                throw new IOException(answer.StandardError);
            var warm = Read(answer, job);
            return byProcess.Problem(warm) is { } problem
                ? throw new IOException(problem)
                : new(pool, byProcess.Differences(warm), null);
        }
        catch (Exception error)
            when (error is IOException or ProcessStartException or JsonException or KeyNotFoundException)
        {
            pool?.Dispose();
            HookLogMessages.NoPhpWorkers(Log, _options.PhpCgi, error.Message);
            return new(null, new([], [], []), $"'{_options.PhpCgi}' cannot be used: {error.Message}");
        }
    }

    private PhpProbe Read(WorkerAnswer answer, HookJob job) => PhpReport.Read(answer, job, _options) switch
    {
        (var reply, null) => new(JsonDocument.Parse(reply).RootElement.Clone()),
        (_, var reason) => throw new IOException(reason),
    };
}

/// <summary>The pool of workers, or why there is none.</summary>
/// <param name="Pool">The workers; <c>null</c> when there are none.</param>
/// <param name="Differences">What files that run in workers must not use.</param>
/// <param name="Problem">Why there are none.</param>
internal sealed record WarmState(WorkerPool? Pool, PhpDifferences Differences, string? Problem);
