using System.Diagnostics;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The attempts at one call, in whatever kind of process: one that ended before it read any of the call had no effect,
/// so the call is made once more, in what is left of its time. A call that was read is never repeated.
/// </summary>
/// <param name="limit">The hook's timeout, for all attempts together.</param>
internal sealed class CallAttempts(TimeSpan limit)
{
    private readonly Stopwatch _running = new();
    private WorkerAnswer? _answer;

    /// <summary>The answer of the last attempt.</summary>
    public WorkerAnswer Answer => _answer ?? throw new InvalidOperationException("No attempt was made.");

    /// <summary>The time for the next attempt; <c>null</c> where none is left.</summary>
    public TimeSpan? Next()
    {
        _running.Start();
        var left = limit - _running.Elapsed;
        return _answer is null || left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Takes the answer of an attempt; false, at most once, where the call may be made again.</summary>
    public bool Take(WorkerAnswer answer)
    {
        var isFirst = _answer is null;
        _answer = answer;
        return !(isFirst && answer.IsUnread);
    }
}
