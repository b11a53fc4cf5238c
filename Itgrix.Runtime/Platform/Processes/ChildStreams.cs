using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>
/// The descriptors of a child about to be started: its own ends, closed here once it has them, and the service's.
/// </summary>
internal sealed class ChildStreams : IDisposable
{
    private readonly Dictionary<int, SafeFileHandle> _childEnds = [];
    private readonly ProcessSpec _spec;
    private readonly int _lowestSource;
    private Dictionary<int, SafeFileHandle> _ownEnds = [];

    public ChildStreams(ProcessSpec spec)
    {
        _spec = spec;
        var streams = new Dictionary<int, ChildStream>
        {
            [0] = ChildStream.Reads,
            [1] = ChildStream.Writes,
            [2] = ChildStream.Writes,
        };
        foreach (var (number, stream) in spec.Streams)
            streams[number] = stream;

        // dup2 in the child must neither overwrite an end that is passed on later nor meet the same number on both
        // sides, which would leave close-on-exec set: so every end lives above all of the child's numbers.
        foreach (var number in streams.Keys)
            _lowestSource = Math.Max(_lowestSource, number + 1);
        try
        {
            foreach (var (number, stream) in streams)
                Open(number, stream);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<int, SafeFileHandle> ChildEnds => _childEnds;

    public List<int> Nulls { get; } = [];

    /// <summary>Transfers ownership of the service's ends; until then they are closed with this object.</summary>
    public Dictionary<int, SafeFileHandle> TakeOwnEnds()
    {
        var ends = _ownEnds;
        _ownEnds = [];
        return ends;
    }

    public void Dispose()
    {
        foreach (var end in _childEnds.Values.Concat(_ownEnds.Values))
            end.Dispose();
    }

    private void Open(int number, ChildStream stream)
    {
        switch (stream)
        {
            case ChildStream.PipeStream pipe: OpenPipe(number, pipe.ChildReads); break;
            case ChildStream.GivenStream given: _childEnds[number] = Duplicate(given.Handle); break;
            default: Nulls.Add(number); break;
        }
    }

    private unsafe void OpenPipe(int number, bool childReads)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw new ProcessStartException(_spec, Marshal.GetLastPInvokeError());

        var child = new SafeFileHandle(ends[childReads ? 0 : 1], ownsHandle: true);
        _childEnds[number] = child;
        _ownEnds[number] = new SafeFileHandle(ends[childReads ? 1 : 0], ownsHandle: true);
        Descriptor.MakeNonBlocking(_ownEnds[number]);
        if (child.DangerousGetHandle() >= _lowestSource)
            return;

        _childEnds[number] = Duplicate(child);
        child.Dispose();
    }

    private SafeFileHandle Duplicate(SafeHandle handle)
    {
        var copy = Libc.Control(handle, Libc.DuplicateCloseOnExec, _lowestSource);
        return copy < 0
            ? throw new ProcessStartException(_spec, Marshal.GetLastPInvokeError())
            : new SafeFileHandle(copy, ownsHandle: true);
    }
}
