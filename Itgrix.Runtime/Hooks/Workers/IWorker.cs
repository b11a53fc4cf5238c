using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A process that runs hooks, one call at a time, as <see cref="WorkerPool"/> sees it. Disposing ends it. Who starts
/// one throws <see cref="ProcessStartException"/> or <see cref="IOException"/> when it cannot, with what to do.
/// </summary>
internal interface IWorker : IDisposable
{
    /// <summary>
    /// Whether it can take another call: it was not given up, and neither its process nor its connection has ended.
    /// </summary>
    bool IsAlive { get; }

    /// <summary>Resident memory of its process, in bytes; zero when unknown.</summary>
    long Memory { get; }

    /// <summary>
    /// One call; blocks until its end, never longer than the limit. Whatever the hook does, this returns.
    /// </summary>
    WorkerAnswer Call(FrameKind kind, ReadOnlyMemory<byte> payload, TimeSpan limit);
}
