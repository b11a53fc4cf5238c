using System.Runtime.InteropServices;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>Two connected unix sockets: one stays here, non-blocking, the other goes to a worker.</summary>
internal sealed unsafe partial class SocketPair : IDisposable
{
    private const int UnixFamily = 1, Stream = 1, Messages = 5;

    private SocketPair(SafeFileHandle ours, SafeFileHandle theirs)
    {
        Ours = ours;
        Theirs = theirs;
    }

    public SafeFileHandle Ours { get; }

    public SafeFileHandle Theirs { get; }

    /// <summary>A pair that carries a stream of bytes.</summary>
    /// <exception cref="IOException">No file handles or memory left.</exception>
    public static SocketPair Open() => Open(Stream);

    /// <summary>A pair that keeps messages apart.</summary>
    /// <exception cref="IOException">No file handles or memory left.</exception>
    public static SocketPair OpenForMessages() => Open(Messages);

    private static SocketPair Open(int kind)
    {
        var ends = stackalloc int[2];
        if (Create(UnixFamily, kind | Libc.CloseOnExec, 0, ends) != 0)
            throw new IOException($"no socket for a worker: {Marshal.GetLastPInvokeErrorMessage()}");
        var pair = new SocketPair(new(ends[0], ownsHandle: true), new(ends[1], ownsHandle: true));
        Descriptor.MakeNonBlocking(pair.Ours);
        return pair;
    }

    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int Create(int family, int type, int protocol, int* ends);
}
