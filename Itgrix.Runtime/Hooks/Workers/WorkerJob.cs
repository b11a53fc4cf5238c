using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>One call on its way through a <see cref="WorkerPool"/>.</summary>
internal sealed class WorkerJob(ReadOnlyMemory<byte> payload, TimeSpan limit, CancellationToken token)
{
    private readonly CallAttempts _attempts = new(limit);

    public TimeSpan Limit => limit;

    public TaskCompletionSource<WorkerAnswer> Answer { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a living worker has got it already.</summary>
    public bool HasBegun { get; private set; }

    public bool IsAnswered => Answer.Task.IsCompleted;

    /// <summary>Answers at once, where the worker does; else <see cref="Run"/> goes on with it.</summary>
    public bool TryBegin(PooledWorker worker)
    {
        if (token.IsCancellationRequested)
            return false;
        HasBegun = true;
        return Attempt(left => worker.Begin(payload, left)) && IsAnswered;
    }

    /// <summary>Answers; or returns false, at most once, where the call may be retried in another worker.</summary>
    public bool Run(PooledWorker? worker, StartBackoff backoff)
    {
        if (!HasBegun && token.IsCancellationRequested)
            Answer.SetCanceled(token);
        else if (worker is null)
            Answer.SetResult(
                new(WorkerEnd.NotStarted, []) { StandardError = backoff.Reason ?? "it could not be started." });
        else
            return Attempt(left => worker.Call(payload, left));
        return true;
    }

    // On one of the pool's own threads an exception would end the service.
    private bool Attempt(Func<TimeSpan, WorkerAnswer?> call)
    {
        try
        {
            if (_attempts.Next() is { } left)
            {
                if (call(left) is not { } answer)
                    return true;
                if (!_attempts.Take(answer))
                    return false;
            }
            Answer.SetResult(_attempts.Answer);
        }
        catch (Exception error)
        {
            Answer.SetException(error);
        }
        return true;
    }
}
