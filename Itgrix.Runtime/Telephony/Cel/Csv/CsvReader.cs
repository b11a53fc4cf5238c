namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Reads a CSV file line by line; at its end it can be called again, when the file may have grown.</summary>
/// <param name="stream">Already at the offset.</param>
/// <param name="offset">Offset of the stream in the file.</param>
/// <param name="chunk">Size of a read.</param>
/// <param name="onRead">Receives the number of bytes of each read.</param>
internal sealed class CsvReader(Stream stream, long offset, int chunk, Action<int> onRead)
{
    // The longest of Asterisk's own lines has a few kilobytes.
    private const int MaxLine = 256 << 10;

    private readonly List<string> _fields = [];
    private byte[] _buffer = new byte[chunk];
    private int _begin;
    private int _end;
    private long? _nextLine = offset == 0 ? 1 : null;

    /// <summary>The fields of the line that was read last.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Offsets of that line and of the next one.</summary>
    public long LineOffset { get; private set; } = offset;

    public long NextOffset { get; private set; } = offset;

    /// <summary>The line's number in the file; <c>null</c> when reading did not start with the first.</summary>
    public long? LineNumber { get; private set; }

    /// <summary>The next line, even a broken one; <see cref="CsvOutcome.Unfinished"/> at the end.</summary>
    public async ValueTask<CsvOutcome> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var outcome = CsvLine.Read(Waiting, _fields, out var length);
            if (outcome == CsvOutcome.Unfinished && Waiting.Length >= MaxLine)
                (outcome, length) = (CsvOutcome.Broken, AfterNewLine(Waiting));
            if (outcome != CsvOutcome.Unfinished)
            {
                Take(length);
                return outcome;
            }
            if (!await FillAsync(cancellation))
                return CsvOutcome.Unfinished;
        }
    }

    /// <summary>Skips to the next line break; false when there is none up to the end of the file.</summary>
    public async ValueTask<bool> SkipLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var found = Waiting.IndexOf((byte)'\n') >= 0;
            Take(AfterNewLine(Waiting));
            if (found)
                return true;
            if (!await FillAsync(cancellation))
                return false;
        }
    }

    private ReadOnlySpan<byte> Waiting => _buffer.AsSpan(_begin, _end - _begin);

    private static int AfterNewLine(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : bytes.Length;

    private void Take(int length)
    {
        LineNumber = _nextLine;
        _nextLine += Waiting[..length].Count((byte)'\n');
        _begin += length;
        LineOffset = NextOffset;
        NextOffset += length;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_begin > 0)
            Waiting.CopyTo(_buffer);
        (_begin, _end) = (0, _end - _begin);
        if (_buffer.Length - _end < chunk)
            Array.Resize(ref _buffer, _end + chunk);
        var count = await stream.ReadAsync(_buffer.AsMemory(_end, chunk), cancellation);
        _end += count;
        onRead(count);
        return count > 0;
    }
}
