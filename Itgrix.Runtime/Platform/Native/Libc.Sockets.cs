using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Platform.Native;

internal static unsafe partial class Libc
{
    private const int SocketLevel = 1, Rights = 1, NoSignal = 0x4000;

    /// <summary>Sends one message and copies of these descriptors; bytes sent, or -1.</summary>
    public static nint SendDescriptors(SafeHandle socket, ReadOnlySpan<byte> text, ReadOnlySpan<int> descriptors)
    {
        Span<byte> control = stackalloc byte[sizeof(ControlHeader) + (descriptors.Length * sizeof(int) + 7 & ~7)];
        control.Clear();
        var header = new ControlHeader
        {
            Length = (nuint)(sizeof(ControlHeader) + descriptors.Length * sizeof(int)),
            Level = SocketLevel,
            Kind = Rights,
        };
        MemoryMarshal.Write(control, header);
        MemoryMarshal.AsBytes(descriptors).CopyTo(control[sizeof(ControlHeader)..]);
        fixed (byte* start = text, ancillary = control)
        {
            var part = new Part { Start = start, Length = (nuint)text.Length };
            var message = new Message
            {
                Parts = &part, PartCount = 1, Control = ancillary, ControlLength = (nuint)control.Length,
            };
            return Send(socket, &message, NoSignal);
        }
    }

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint Send(SafeHandle socket, Message* message, int flags);

    /// <summary>struct cmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Kind;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
