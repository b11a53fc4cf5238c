using Itgrix.Runtime.Hooks.Workers;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>The ways that PHP files can run besides a process for each call.</summary>
/// <param name="Files">What they were started from.</param>
/// <param name="Workers">php-cgi workers.</param>
/// <param name="Forks">Children of a fork server, started on first use; <c>null</c> when PHP cannot fork.</param>
internal sealed record PhpWays(PhpFiles Files, PhpWorkers Workers, Lazy<Task<ForkServers?>> Forks) : IDisposable
{
    /// <summary>The mode of a file that a worker cannot run.</summary>
    public async ValueTask<PhpMode> Faithful(string reason) =>
        await Forks.Value is null ? PhpMode.Process(reason) : PhpMode.Fork(reason);

    public void Dispose()
    {
        Workers.Pool?.Dispose();
        if (Forks.IsValueCreated)
            Forks.Value.Result?.Dispose();
    }
}

/// <summary>The pool of workers, or why there is none.</summary>
/// <param name="Pool">The workers; <c>null</c> when there are none.</param>
/// <param name="Differences">What files that run in workers must not use.</param>
/// <param name="Problem">Why there are none.</param>
internal sealed record PhpWorkers(WorkerPool? Pool, PhpDifferences Differences, string? Problem);
