using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>One pipe of a run, advanced whenever poll reports it ready.</summary>
internal abstract class RunPipe(int number, SafeFileHandle pipe, short events)
{
    public int Number { get; } = number;

    /// <summary>Whether there may be more to transfer.</summary>
    public virtual bool IsOpen => !Pipe.IsClosed;

    public PollEntry Entry => new((int)Pipe.DangerousGetHandle(), events);

    protected SafeFileHandle Pipe { get; } = pipe;

    /// <summary>Transfers what is possible now; returns false when there was nothing.</summary>
    public abstract bool Pump();

    public void Close() => Pipe.Dispose();
}
