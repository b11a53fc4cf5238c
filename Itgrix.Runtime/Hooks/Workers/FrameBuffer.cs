using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// The service's end of the socket to a worker: frames as they arrive, each taken by its declared length, also when
/// its call has ended long ago.
/// </summary>
internal sealed class FrameBuffer(SafeFileHandle socket, int maxPayload)
{
    private const int Usual = 64 * 1024, Kept = 1 << 20;

    private byte[] _bytes = new byte[Usual];
    private int _count;

    /// <summary>By the frame's declared length: the whole frame may have arrived before it is read.</summary>
    public bool IsTooMuch => _count >= Frame.HeaderLength && Frame.LengthOf(_bytes) > maxPayload;

    /// <summary>
    /// Reads what is available now. False when the worker closed its end, which it does by dying; its earlier messages
    /// are taken first.
    /// </summary>
    public bool Receive()
    {
        while (_count <= maxPayload + Frame.HeaderLength)
        {
            if (_count == _bytes.Length)
                Array.Resize(ref _bytes, _bytes.Length * 2);
            var room = _bytes.Length - _count;
            var read = Descriptor.Read(socket, _bytes.AsSpan(_count));
            if (read <= 0)
                return read == Descriptor.WouldBlock;
            _count += read;
            // All that was there; an end after it is seen by the next wait.
            if (read < room)
                return true;
        }
        return true;
    }

    /// <summary>The next frame that has arrived as a whole.</summary>
    public Frame? Take()
    {
        if (_count < Frame.HeaderLength || IsTooMuch)
            return null;
        var end = Frame.HeaderLength + (int)Frame.LengthOf(_bytes);
        if (_count < end)
            return null;
        var frame = Frame.From(_bytes, _bytes[Frame.HeaderLength..end]);
        _bytes.AsSpan(end, _count - end).CopyTo(_bytes);
        _count -= end;
        if (_count == 0 && _bytes.Length > Kept)
            _bytes = new byte[Usual];
        return frame;
    }
}
