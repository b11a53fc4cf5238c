using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// A pipe that a worker writes to. Its end stays open here too: a hook, or a program that it starts, may have made
/// it non-blocking for everybody who shares it, and so for later calls.
/// </summary>
internal sealed unsafe class OutputEnd : IDisposable
{
    public OutputEnd()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw new IOException($"no pipe for a PHP worker: {Marshal.GetLastPInvokeErrorMessage()}");
        (Ours, Theirs) = (new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
        Descriptor.MakeNonBlocking(Ours);
    }

    public SafeFileHandle Ours { get; }

    public SafeFileHandle Theirs { get; }

    public void MakeBlocking() => Descriptor.MakeBlocking(Theirs);

    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }
}
