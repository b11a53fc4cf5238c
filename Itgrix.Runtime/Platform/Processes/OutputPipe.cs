using System.Buffers;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>Collects what a child writes, up to a cap.</summary>
internal sealed class OutputPipe(int number, SafeFileHandle pipe, int cap) : RunPipe(number, pipe, PollEntry.Readable)
{
    private const int PipeCapacity = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public bool Overflowed { get; private set; }

    public int Count => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public override bool Pump()
    {
        var count = Descriptor.Read(Pipe, _bytes.GetSpan(PipeCapacity));
        if (count == Descriptor.WouldBlock)
            return false;

        if (count == 0)
            Close();
        Overflowed = count > cap - _bytes.WrittenCount;
        _bytes.Advance(Math.Min(count, cap - _bytes.WrittenCount));
        if (Overflowed)
            Close();
        return true;
    }
}
