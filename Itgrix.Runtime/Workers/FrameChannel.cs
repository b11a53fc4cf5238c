using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Workers;

/// <summary>
/// The worker's end of the socket to the service. A frame is its payload's length (4 bytes, little endian), its kind
/// (1 byte), its payload. Blocking: at a few kilobytes that is twice as fast as asynchronous sockets.
/// </summary>
internal sealed class FrameChannel : IDisposable
{
    public const int HeaderLength = 5;

    /// <summary>The file descriptor that workers find the socket at.</summary>
    public const int WorkerDescriptor = 3;

    private readonly FileStream _stream;

    public FrameChannel() =>
        _stream = new(new SafeFileHandle(WorkerDescriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);

    public static void WriteHeader(Span<byte> header, int length, FrameKind kind)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        header[4] = (byte)kind;
    }

    /// <summary>The next frame; <c>null</c> when the service closed the socket.</summary>
    public (FrameKind Kind, byte[] Payload)? Read()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (_stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            return null;
        var payload = GC.AllocateUninitializedArray<byte>(BinaryPrimitives.ReadInt32LittleEndian(header));
        _stream.ReadExactly(payload);
        return ((FrameKind)header[4], payload);
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
