using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>
/// Retries operations that fail because a database is unavailable, with back-off, and tracks the outage. During an
/// outage one caller retries and all others wait for it.
/// </summary>
/// <param name="name">Name of the database in messages.</param>
/// <param name="time">The clock.</param>
/// <param name="until">
/// Retries until this is cancelled, also errors that a person has to fix once the database has worked;
/// <c>null</c>: gives up after some seconds.
/// </param>
internal sealed class StorageRetry(string name, TimeProvider time, CancellationToken? until)
{
    private static readonly ILogger Log = AppLog.For("storage");

    private const int MaxTries = 5;

    private static readonly RetryDelays Delays =
        new(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(5)) { Factor = 3 };

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private volatile StorageOutage? _outage;
    private volatile bool _hasWorked;

    /// <summary>Name of the database in messages.</summary>
    public string Name => name;

    /// <summary><c>null</c> while the database works.</summary>
    public StorageOutage? Outage => _outage;

    /// <summary>Runs the operation until it succeeds; throws an error that is not worth a retry.</summary>
    /// <exception cref="OperationCanceledException">The service stops, or the caller gives up.</exception>
    public async Task RunAsync(Func<Task> attempt, CancellationToken token)
    {
        if (_outage is not null || !await TryAsync(attempt, 0))
            await WaitAsync(attempt, token);
    }

    private async Task WaitAsync(Func<Task> attempt, CancellationToken token)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, until ?? CancellationToken.None);
        await _turn.WaitAsync(either.Token);
        try
        {
            for (var tries = 1; !await TryAsync(attempt, tries); tries++)
                await Task.Delay(Delays.After(tries), time, either.Token);
            Ended();
        }
        finally
        {
            _turn.Release();
        }
    }

    // False: it failed, and is worth a retry.
    private async Task<bool> TryAsync(Func<Task> attempt, int tries)
    {
        for (var mayBeStale = _outage is null; ; mayBeStale = false)
        {
            try
            {
                await attempt();
                _hasWorked = true;
                return true;
            }
            catch (Exception error) when (IsWorthATry(error, tries))
            {
                // A connection that a restart of the database broke is opened again at the second attempt.
                if (mayBeStale)
                    continue;
                Began(error);
                return false;
            }
        }
    }

    private bool IsWorthATry(Exception error, int tries) => StorageErrors.Classify(error) switch
    {
        StorageFailure.Away => until is not null || tries <= MaxTries,
        StorageFailure.Unusable => until is not null && _hasWorked,
        _ => false,
    };

    private void Began(Exception error)
    {
        var cause = StorageErrors.Cause(error);
        lock (_gate)
        {
            if (_outage is null)
                StorageLogMessages.Away(Log, name, cause);
            _outage = new(_outage?.Since ?? time.GetUtcNow(), cause) { Fix = StorageErrors.Fix(error) };
        }
    }

    private void Ended()
    {
        lock (_gate)
        {
            if (_outage is { } outage)
                StorageLogMessages.Back(Log, name, time.GetUtcNow() - outage.Since);
            _outage = null;
        }
    }
}
