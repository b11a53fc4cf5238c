namespace Itgrix.Runtime.Platform.Processes;

/// <summary>How a run ended and what it wrote.</summary>
internal sealed record ProcessResult
{
    public required ExitStatus Status { get; init; }

    /// <summary>The timeout passed and the tree was killed.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The output that exceeded its maximum, where it is cut; the tree was killed for it.</summary>
    public int? OverflowedFd { get; init; }

    /// <summary>No byte of the program's <see cref="ProcessSpec.RequestInput"/> was read.</summary>
    public bool RequestIsUnread { get; init; }

    /// <summary>All outputs by descriptor.</summary>
    public required IReadOnlyDictionary<int, byte[]> Outputs { get; init; }

    public byte[] Stdout => Outputs[1];

    public byte[] Stderr => Outputs[2];

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Processes of the tree that are still alive after a normal exit; they were not killed.</summary>
    public int LeftBehind { get; init; }
}
