using System.Buffers;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Output of a worker and its children on one of its pipes during a call.</summary>
internal sealed class CallOutput(SafeFileHandle pipe)
{
    private const int Kept = 1 << 20;

    private ArrayBufferWriter<byte> _text = new(16 * 1024);

    public int Count => _text.WrittenCount;

    public ReadOnlySpan<byte> Written => _text.WrittenSpan;

    public bool IsClosed { get; private set; }

    public PollEntry Entry => new(IsClosed ? -1 : (int)pipe.DangerousGetHandle(), PollEntry.Readable);

    /// <summary>
    /// Reads what is available, or as much of it as <paramref name="max"/> allows in all and one byte more.
    /// </summary>
    public void Pump(int max)
    {
        int read;
        while (Count <= max && (read = Descriptor.Read(pipe, _text.GetSpan(16 * 1024))) != Descriptor.WouldBlock)
        {
            _text.Advance(read);
            if (read > 0)
                continue;
            IsClosed = true;
            return;
        }
    }

    public void Clear()
    {
        if (_text.Capacity > Kept)
            _text = new(16 * 1024);
        else
            _text.ResetWrittenCount();
    }
}
