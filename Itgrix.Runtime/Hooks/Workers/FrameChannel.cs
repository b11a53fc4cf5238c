using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The worker's end of the socket to the service. Blocking: at a few kilobytes that is twice as fast as asynchronous
/// sockets.
/// </summary>
internal sealed class FrameChannel : IDisposable
{
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

    /// <summary>The next frame; <c>null</c> when the service closed the socket.</summary>
    public Frame? Read()
    {
        // The service sends the next frame only after an answer, so there is never a second one behind this.
        var count = _stream.ReadAtLeast(_read, Frame.HeaderLength, throwOnEndOfStream: false);
        if (count < Frame.HeaderLength)
            return null;
        var payload = GC.AllocateUninitializedArray<byte>((int)Frame.LengthOf(_read));
        var there = _read.AsSpan(Frame.HeaderLength, count - Frame.HeaderLength);
        there.CopyTo(payload);
        _stream.ReadExactly(payload.AsSpan(there.Length));
        return Frame.From(_read, payload);
    }

    public void Write(FrameKind kind, long call, ReadOnlySpan<byte> payload)
    {
        var frame = Frame.ToBytes(kind, call, payload);
        lock (_stream)
            _stream.Write(frame);
    }

    public void Dispose() => _stream.Dispose();
}
