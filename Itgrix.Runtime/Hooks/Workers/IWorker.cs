using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A process that runs hooks, one call at a time, for <see cref="WorkerPool"/>. Disposing ends it. A failed start
/// throws <see cref="ProcessStartException"/> or <see cref="IOException"/> with the reason and a fix.
/// </summary>
internal interface IWorker : IDisposable
{
    /// <summary>
    /// Whether it can take another call: it was not abandoned, and neither its process nor its connection has ended.
    /// </summary>
    bool IsAlive { get; }

    /// <summary>Resident memory of its process, in bytes; zero when unknown.</summary>
    long Memory { get; }

    /// <summary>
    /// Begins a call and answers it where that takes no more than a moment. Without an answer, also where nothing has
    /// begun, <see cref="Call"/> with the same call does the rest. An answer here is never unread.
    /// </summary>
    WorkerAnswer? Begin(ReadOnlyMemory<byte> payload, TimeSpan limit) => null;

    /// <summary>
    /// One call; blocks until its end, never longer than the timeout. Whatever the hook does, this returns.
    /// </summary>
    WorkerAnswer Call(ReadOnlyMemory<byte> payload, TimeSpan limit);

    /// <summary>
    /// Waits, after the answer of a call, until nothing of it runs any more, and makes ready for the next; false when
    /// something still runs after the limit, or when the worker must not be used again.
    /// </summary>
    bool Settle(TimeSpan limit) => true;
}
