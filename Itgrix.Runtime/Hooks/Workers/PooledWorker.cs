using System.Diagnostics;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>One of a pool's workers with its statistics.</summary>
internal sealed class PooledWorker(IWorker worker) : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _calls;
    private LateLines? _late;

    /// <summary>Whether its process still runs and its connection is open; checks with the system.</summary>
    public bool IsAlive => worker.IsAlive;

    /// <summary>Whether its last call left it usable.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Whether it is usable and its last call cannot have left anything.</summary>
    public bool IsClean => IsUsable && _late is null;

    public bool IsDue(RecycleRule rule) =>
        _calls > 0 && rule.IsDue(_calls, Stopwatch.GetElapsedTime(_began), () => worker.Memory);

    /// <summary>Begins a call; <c>null</c> when <see cref="Call"/> has to go on with it.</summary>
    public WorkerAnswer? Begin(ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        IsUsable = false;
        return worker.Begin(payload, limit) is { } answer ? Taken(answer) : null;
    }

    public WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit)
    {
        IsUsable = false;
        return Taken(worker.Call(payload, limit));
    }

    /// <summary>
    /// Waits until nothing of the last call runs any more; what still runs after the wait goes on elsewhere.
    /// </summary>
    public FinishingWorker? Settle(TimeSpan wait, TimeSpan limit)
    {
        if (!IsUsable)
            return null;
        try
        {
            if (worker.Settle(wait))
                return null;
            IsUsable = _late is not null && worker.IsAlive;
            if (!IsUsable)
                // It may have ended just now: its last words.
                worker.Settle(TimeSpan.Zero);
        }
        catch (IOException)
        {
            IsUsable = false;
        }
        return IsUsable && _late is { } late ? new(worker, late, limit) : null;
    }

    public void Dispose() => worker.Dispose();

    private WorkerAnswer Taken(WorkerAnswer answer)
    {
        _calls++;
        IsUsable = answer.End is WorkerEnd.Reply or WorkerEnd.Error && !answer.IsLast;
        _late = answer.Late;
        return answer;
    }
}
