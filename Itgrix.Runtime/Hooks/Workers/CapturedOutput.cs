using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Native;
using Microsoft.Win32.SafeHandles;

namespace Itgrix.Runtime.Hooks.Workers;

/// <summary>
/// A worker's output on one of its pipes during a call; the start is kept, all of it is counted.
/// </summary>
internal sealed class CapturedOutput(SafeFileHandle pipe, LogLevel level)
{
    private const int Kept = 16 * 1024;

    private readonly MemoryStream _text = new();

    public SafeFileHandle Pipe => pipe;

    /// <summary>Bytes printed since the last <see cref="Clear"/>.</summary>
    public long Count { get; private set; }

    public bool IsClosed { get; private set; }

    public string Text => Encoding.UTF8.GetString(_text.GetBuffer(), 0, (int)_text.Length);

    public void Clear()
    {
        _text.SetLength(0);
        Count = 0;
    }

    /// <summary>Drops the text, which was taken; its bytes stay counted.</summary>
    public void Forget() => _text.SetLength(0);

    /// <summary>Reads what is available now.</summary>
    public void Pump()
    {
        Span<byte> buffer = new byte[4096];
        int read;
        while ((read = Descriptor.Read(pipe, buffer)) > 0)
        {
            Count += read;
            _text.Write(buffer[..(int)Math.Min(read, Math.Max(0, Kept - _text.Length))]);
        }
        IsClosed |= read == 0;
    }

    public IEnumerable<LogLine> Lines() =>
        Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new LogLine(level, line));
}
