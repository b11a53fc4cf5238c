using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>How a call of a worker ended.</summary>
internal enum WorkerEnd
{
    /// <summary>The worker replied.</summary>
    Reply,

    /// <summary>The worker reported why it cannot reply.</summary>
    Error,

    /// <summary>The timeout passed; worker and descendants are dead.</summary>
    TimedOut,

    /// <summary>The worker exceeded the maximum output; it is dead.</summary>
    TooMuch,

    /// <summary>The worker's process ended during the call.</summary>
    Died,

    /// <summary>No worker could be started.</summary>
    NotStarted,

    /// <summary>The queue is full.</summary>
    QueueFull,
}

/// <summary>Result of one call, as a worker or a process of its own gives it.</summary>
/// <param name="Payload">The reply or the error; empty otherwise.</param>
internal sealed record WorkerAnswer(WorkerEnd End, byte[] Payload)
{
    /// <summary>Whether the worker must not be used again although it answered.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether the worker died before it read any of the call, so that another one may retry it.</summary>
    public bool IsUnread { get; init; }

    /// <summary>Log lines and output.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];

    /// <summary>Lines that come later; <c>null</c> where none can.</summary>
    public LateLines? Late { get; init; }

    /// <summary>The hook's output, where that may be its reply.</summary>
    public byte[] Printed { get; init; } = [];

    /// <summary>Files that the hook included, where the worker reports them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Exit status of a process that died; the exit code that it would have had, where known.</summary>
    public ExitStatus? Status { get; init; }

    /// <summary>The start of standard error of a process that died or did not start.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>
    /// How long a call that timed out waited for a processor; zero where the hook itself took the time.
    /// </summary>
    public TimeSpan Starved { get; init; }

    /// <summary>Running time, without waiting for a worker.</summary>
    public TimeSpan Ran { get; init; }
}
