using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Writes a child's input, then closes the pipe; a child that does not read all of it is normal.</summary>
internal sealed class InputPipe : RunPipe
{
    private readonly bool _staysOpen;
    private ReadOnlyMemory<byte> _rest;
    private int _written;
    private bool _isDone;

    /// <param name="staysOpen">Whether the pipe is not closed after the last byte.</param>
    public InputPipe(int number, SafeFileHandle pipe, ReadOnlyMemory<byte> bytes, bool staysOpen = false)
        : base(number, pipe, PollEntry.Writable)
    {
        (_rest, _staysOpen) = (bytes, staysOpen);
        if (_rest.IsEmpty)
            Finish();
    }

    public override bool IsOpen => !_isDone;

    /// <summary>Whether no byte was read, where the pipe stays open.</summary>
    public bool IsUnread => !Pipe.IsClosed && Descriptor.Unread(Pipe) == _written;

    public override bool Pump()
    {
        var written = Descriptor.Write(Pipe, _rest.Span);
        if (written == Descriptor.WouldBlock)
            return false;

        _rest = written == Descriptor.Broken ? default : _rest[written..];
        _written += Math.Max(0, written);
        if (_rest.IsEmpty)
            Finish();
        return true;
    }

    private void Finish()
    {
        _isDone = true;
        if (!_staysOpen)
            Close();
    }
}
