using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Workers;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// How PHP files can run with the PHP that is installed: a probe runs by process, in a worker and forked, and what
/// does not agree with the process is not used. All of it starts anew when PHP, its settings or extensions change.
/// </summary>
internal sealed class PhpSetup : IDisposable
{
    private static readonly ILogger Log = AppLog.For("hooks");
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(20);
    private static readonly string ProbeFile = Path.Combine(AppContext.BaseDirectory, "php-compat", "probe.php");

    private readonly CustomizerOptions _options;
    private readonly PhpProcess _process;
    private Lazy<Task<PhpWays>> _ways;

    public PhpSetup(CustomizerOptions options, PhpProcess process)
    {
        (_options, _process) = (options, process);
        _ways = new(Start);
    }

    /// <summary>The ways to run, found out on first use and after each change of PHP.</summary>
    public Task<PhpWays> Ways
    {
        get
        {
            var known = Volatile.Read(ref _ways);
            if (known is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } ways }
                && ways.Result.Files.HaveChanged()
                && Interlocked.CompareExchange(ref _ways, new(Start), known) == known)
            {
                HookLogMessages.PhpChanged(Log, _options.Php);
                // Calls that wait for its workers are still served.
                _ = Task.Run(ways.Result.Dispose);
            }
            return Volatile.Read(ref _ways).Value;
        }
    }

    public void Dispose()
    {
        if (_ways.IsValueCreated)
            _ways.Value.Result.Dispose();
    }

    private Task<PhpWays> Start() => Task.Run(Probe);

    private async Task<PhpWays> Probe()
    {
        var source = new PhpSource(ProbeFile, File.ReadAllBytes(ProbeFile), PhpMode.Warm);
        var job = new HookJob(HookCatalog.All[0], ProbeFile, """{"probe":["я",1.5,{}]}"""u8.ToArray(), ProbeLimit);
        PhpProbe byProcess;
        try
        {
            byProcess = Read(await _process.Run(job, source, null, CancellationToken.None), job);
        }
        catch (Exception error) when (IsForeseen(error))
        {
            return new(new([]), NoWorkers(error.Message), new(Task.FromResult<ForkServers?>(null)));
        }
        // Before the other probe: a change while it runs counts.
        var files = PhpFiles.From(_options, byProcess);
        return new(files, await StartWorkers(job, source, byProcess),
            new(() => Task.Run(() => StartForks(job, source, byProcess))));
    }

    private async Task<PhpWorkers> StartWorkers(HookJob job, PhpSource source, PhpProbe byProcess)
    {
        if (_options.PhpMode != PhpModeKind.Warm
            && _options.Methods.Values.All(hook => hook.PhpMode != PhpModeKind.Warm))
            return new(null, new([], [], []), "customizer.php_mode is not \"warm\"");
        WorkerPool? pool = null;
        try
        {
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
        catch (Exception error) when (IsForeseen(error))
        {
            pool?.Dispose();
            return NoWorkers(error.Message);
        }
    }

    private async Task<ForkServers?> StartForks(HookJob job, PhpSource source, PhpProbe byProcess)
    {
        var forks = new ForkServers(_options);
        try
        {
            if (byProcess.LacksForForks is { } lacking)
                throw new IOException($"it has no {lacking}.");
            return byProcess.Problem(Read(await _process.Run(job, source, forks, CancellationToken.None), job)) is
                { } problem ? throw new IOException(problem) : forks;
        }
        catch (Exception error) when (error is ForkRefusedException || IsForeseen(error))
        {
            forks.Dispose();
            HookLogMessages.NoForks(Log, _options.Php, error.Message);
            return null;
        }
    }

    private PhpWorkers NoWorkers(string why)
    {
        HookLogMessages.NoPhpWorkers(Log, _options.PhpCgi, why);
        return new(null, new([], [], []), $"'{_options.PhpCgi}' cannot be used: {why}");
    }

    private static bool IsForeseen(Exception error) =>
        error is IOException or ProcessStartException or JsonException or KeyNotFoundException;

    private PhpProbe Read(WorkerAnswer answer, HookJob job) => PhpReport.Read(answer, job, _options) switch
    {
        (var reply, null) => new(JsonDocument.Parse(reply).RootElement.Clone()),
        (_, var reason) => throw new IOException(reason),
    };
}
