using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>How a call of a worker ended.</summary>
internal enum WorkerEnd
{
    /// <summary>The worker replied.</summary>
    Reply,

    /// <summary>The worker said why it cannot reply.</summary>
    Error,

    /// <summary>The limit was over; worker and descendants are dead.</summary>
    TimedOut,

    /// <summary>The worker wrote more than it may; it is dead.</summary>
    TooMuch,

    /// <summary>The worker's process ended during the call.</summary>
    Died,

    /// <summary>No worker could be started.</summary>
    NotStarted,

    /// <summary>Too many calls are waiting.</summary>
    QueueFull,
}

/// <summary>What a worker brings back.</summary>
/// <param name="Payload">The reply or the error; empty otherwise.</param>
internal sealed record WorkerAnswer(WorkerEnd End, byte[] Payload)
{
    /// <summary>Whether the worker must not be used again although it answered.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether the worker died and had read nothing of the call, so that the call may be retried in another.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Log lines, and what was printed.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>What the hook printed, where that may be its reply.</summary>
    public byte[] Printed { get; init; } = [];

    /// <summary>How the process ended, when it died; what its exit code would have been, where that is known.</summary>
    public ExitStatus? Status { get; init; }

    /// <summary>The first words of a process that died or did not start.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>How long the call ran, without waiting for a worker.</summary>
    public TimeSpan Ran { get; init; }
}
