using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Writes a child's input, then closes the pipe; a child that does not read all of it is normal.</summary>
internal sealed class InputPipe : RunPipe
{
    private ReadOnlyMemory<byte> _rest;

    public InputPipe(int number, SafeFileHandle pipe, ReadOnlyMemory<byte> bytes)
        : base(number, pipe, PollEntry.Writable)
    {
        _rest = bytes;
        if (_rest.IsEmpty)
            Close();
    }

    public override bool Pump()
    {
        var written = Descriptor.Write(Pipe, _rest.Span);
        if (written == Descriptor.WouldBlock)
            return false;

        _rest = written == Descriptor.Broken ? default : _rest[written..];
        if (_rest.IsEmpty)
            Close();
        return true;
    }
}
