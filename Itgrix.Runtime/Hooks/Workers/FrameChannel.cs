using System.Buffers.Binary;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The worker's end of the socket to the service. A frame is its payload's length (4 bytes, little endian), its kind
/// (1 byte), its payload. Blocking: at a few kilobytes that is twice as fast as asynchronous sockets.
/// </summary>
internal sealed class FrameChannel : IDisposable
{
    public const int HeaderLength = 5;

    /// <summary>The socket's file descriptor in workers.</summary>
    public const int WorkerDescriptor = 3;

    private readonly FileStream _stream;
    private readonly byte[] _read = new byte[64 * 1024];

    public FrameChannel()
    {
        var socket = new SafeFileHandle(WorkerDescriptor, ownsHandle: true);
        // Programs that a hook starts must not inherit it.
        _ = Libc.Control(socket, Libc.SetDescriptorFlags, Libc.CloseOnExecFlag);
        _stream = new(socket, FileAccess.ReadWrite, bufferSize: 0);
    }

    public static void WriteHeader(Span<byte> header, int length, FrameKind kind)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        header[4] = (byte)kind;
    }

    /// <summary>The next frame; <c>null</c> when the service closed the socket.</summary>
    public (FrameKind Kind, byte[] Payload)? Read()
    {
        // The service sends the next frame only after an answer, so there is never a second one behind this.
        var count = _stream.ReadAtLeast(_read, HeaderLength, throwOnEndOfStream: false);
        if (count < HeaderLength)
            return null;
        var payload = GC.AllocateUninitializedArray<byte>(BinaryPrimitives.ReadInt32LittleEndian(_read));
        var there = _read.AsSpan(HeaderLength, count - HeaderLength);
        there.CopyTo(payload);
        _stream.ReadExactly(payload.AsSpan(there.Length));
        return ((FrameKind)_read[4], payload);
    }

    public void Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var frame = GC.AllocateUninitializedArray<byte>(HeaderLength + payload.Length);
        WriteHeader(frame, payload.Length, kind);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        lock (_stream)
            _stream.Write(frame);
    }

    public void Dispose() => _stream.Dispose();
}
