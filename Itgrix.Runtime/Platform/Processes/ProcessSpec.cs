namespace Itgrix.Runtime.Platform.Processes;

/// <summary>What to start: a path, or a name to look up in PATH, and its arguments without the name itself.</summary>
internal sealed record ProcessSpec(string File, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the service's own environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>Bytes of private memory for each process of the tree (RLIMIT_DATA); null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The child's descriptors by number. Unless named here, 0 is a pipe the child reads, 1 and 2 pipes it writes.
    /// </summary>
    public IReadOnlyDictionary<int, ChildStream> Streams { get; init; } = new Dictionary<int, ChildStream>();

    /// <summary>
    /// An input of known length that stays open to the program's end, so that the result tells whether any was read.
    /// </summary>
    public int? RequestInput { get; init; }

    /// <summary>
    /// Starts it with this token and these descriptors, as a child of the service that leads a session; returns its
    /// id. A server that forks may stand in for the program.
    /// </summary>
    public Func<ProcessSpec, string, ChildStreams, int> Starter { get; init; } = PosixSpawn.Start;

    /// <summary>
    /// An output that the program writes to and closes when only its own end is left to do: it is killed then, and
    /// counts as succeeded.
    /// </summary>
    public int? DoneOutput { get; init; }
}
