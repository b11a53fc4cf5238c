using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Native;

/// <summary>Reads and writes of a non-blocking pipe or socket, with EINTR and a closed peer handled.</summary>
internal static unsafe class Descriptor
{
    /// <summary>Nothing to read or no room to write now; wait for it with <see cref="PollEntry"/>.</summary>
    public const int WouldBlock = -1;

    /// <summary>The reader has closed its end.</summary>
    public const int Broken = -2;

    /// <summary>Bytes read, 0 at the end, or <see cref="WouldBlock"/>.</summary>
    public static int Read(SafeFileHandle from, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.Read(from, start, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;

                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.Interrupted: continue;
                    case Errno.WouldBlock: return WouldBlock;
                    case Errno.ConnectionReset or Errno.InputOutput: return 0;
                    case var errno: throw Failure("read", errno);
                }
            }
        }
    }

    /// <summary>Bytes written, <see cref="WouldBlock"/> or <see cref="Broken"/>.</summary>
    public static int Write(SafeFileHandle to, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var count = Libc.Write(to, start, (nuint)bytes.Length);
                if (count >= 0)
                    return (int)count;

                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.Interrupted: continue;
                    case Errno.WouldBlock: return WouldBlock;
                    case Errno.BrokenPipe or Errno.ConnectionReset: return Broken;
                    case var errno: throw Failure("write", errno);
                }
            }
        }
    }

    /// <summary>Unread bytes in a pipe; negative when unknown.</summary>
    public static int Unread(SafeFileHandle pipe)
    {
        int count;
        return Libc.DeviceControl(pipe, Libc.CountUnread, &count) < 0 ? -1 : count;
    }

    public static void MakeNonBlocking(SafeFileHandle descriptor)
    {
        var flags = Libc.Control(descriptor, Libc.GetFlags, 0);
        if (flags < 0 || Libc.Control(descriptor, Libc.SetFlags, flags | Libc.NonBlocking) < 0)
            throw Failure("fcntl", Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Takes the flag off what all copies of the descriptor share, in this process and in others. Unlike
    /// <see cref="MakeNonBlocking"/> it drops all flags that may be set.
    /// </summary>
    public static void MakeBlocking(SafeFileHandle descriptor)
    {
        if (Libc.Control(descriptor, Libc.SetFlags, 0) < 0)
            throw Failure("fcntl", Marshal.GetLastPInvokeError());
    }

    private static IOException Failure(string call, int errno) =>
        new($"{call} on a descriptor failed: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
}
