using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>What one of a child's descriptors refers to.</summary>
internal abstract record ChildStream
{
    /// <summary>A pipe that the child reads and the service writes.</summary>
    public static readonly ChildStream Reads = new PipeStream(ChildReads: true);

    /// <summary>A pipe that the child writes and the service reads.</summary>
    public static readonly ChildStream Writes = new PipeStream(ChildReads: false);

    /// <summary>/dev/null, for reading and writing.</summary>
    public static readonly ChildStream Nothing = new NullStream();

    private ChildStream() { }

    /// <summary>An open handle, such as one end of a socket pair; the caller closes its own copy.</summary>
    public static ChildStream Given(SafeHandle handle) => new GivenStream(handle);

    /// <summary>A new pipe.</summary>
    internal sealed record PipeStream(bool ChildReads) : ChildStream;

    /// <summary>The null device.</summary>
    internal sealed record NullStream : ChildStream;

    /// <summary>An open handle of the service.</summary>
    internal sealed record GivenStream(SafeHandle Handle) : ChildStream;
}
