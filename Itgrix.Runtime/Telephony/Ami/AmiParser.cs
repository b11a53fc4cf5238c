using System.Diagnostics.CodeAnalysis;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// Parses the bytes of a connection, split anywhere, into messages: fill <see cref="Space"/>, report how much by
/// <see cref="Added"/>, then read messages until there is none.
/// </summary>
/// <param name="greets">The connection starts with a greeting line, which is a message of its own.</param>
internal sealed class AmiParser(bool greets = true, int maxLine = 64 << 10, int maxMessage = 1 << 20)
{
    private const int LeastSpace = 4 << 10;

    private byte[] _buffer = new byte[32 << 10];
    private AmiHeader[] _headers = new AmiHeader[64];
    private bool _greets = greets;
    private int _headerCount;
    // Positions in the buffer: the start of the message and of its unfinished line, the end of the search for a line
    // break, the end of the data.
    private int _message, _line, _searched, _end;
    private int _size;
    private bool _isCut, _isLineCut, _isSkipping, _isOutput;
    private long _messages, _malformed, _cut;

    public AmiCounts Counts => new(_messages, _malformed, _cut);

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Space()
    {
        if (_buffer.Length - _end < LeastSpace)
            MakeRoom();
        return _buffer.AsMemory(_end);
    }

    public void Added(int count) => _end += count;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var space = Space().Span;
            var part = bytes[..Math.Min(bytes.Length, space.Length)];
            part.CopyTo(space);
            Added(part.Length);
            bytes = bytes[part.Length..];
        }
    }

    public bool TryRead([NotNullWhen(true)] out AmiMessage? message)
    {
        message = null;
        while (message is null && TryLine(out var start, out var length))
            message = Take(start, length);
        return message is not null;
    }

    private bool TryLine(out int start, out int length)
    {
        (start, length) = (_line, 0);
        var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (found < 0)
        {
            _searched = _end;
            CutUnfinishedLine();
            return false;
        }
        var end = _searched + found;
        length = end > start && _buffer[end - 1] == '\r' ? end - 1 - start : end - start;
        _line = _searched = end + 1;
        if (length > maxLine || _isLineCut)
        {
            length = Math.Min(length, maxLine);
            _isLineCut = false;
            NoteCut();
        }
        return true;
    }

    // One byte more than the maximum stays: it may be the first half of the line break.
    private void CutUnfinishedLine()
    {
        if (_end - _line <= maxLine + 1)
            return;
        _end = _searched = _line + maxLine + 1;
        _isLineCut = true;
    }

    private AmiMessage? Take(int start, int length)
    {
        _size += length;
        if (_greets)
        {
            _greets = false;
            AddHeader(new(0, 0, 0, length));
            return Complete();
        }
        if (_isSkipping)
        {
            _isSkipping = length > 0;
            Forget();
            return null;
        }
        if (_isOutput)
            TakeOutput(start, length);
        else if (length > 0)
            TakeHeader(start, length);
        else
            return Blank();
        return _size > maxMessage ? Overflow() : null;
    }

    private AmiMessage? Blank()
    {
        if (_headerCount > 0)
            return Complete();
        Forget();
        return null;
    }

    private AmiMessage? Overflow()
    {
        NoteCut();
        _isSkipping = true;
        _isOutput = false;
        return Complete();
    }

    private void TakeHeader(int start, int length)
    {
        var line = _buffer.AsSpan(start, length);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            _malformed++;
            return;
        }
        var value = colon + 1 < length && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
        AddHeader(new(start - _message, colon, start - _message + value, length - value));
        if (_headerCount == 1)
            _isOutput = line[value..].SequenceEqual("Follows"u8) && Ascii.EqualsIgnoreCase(line[..colon], "Response"u8);
    }

    // Versions before 14 print a command's output unescaped, blank lines too, between two headers and this mark.
    private void TakeOutput(int start, int length)
    {
        var line = _buffer.AsSpan(start, length);
        if (_headers[_headerCount - 1].NameLength > 0
            && (line.StartsWith("Privilege: "u8) || line.StartsWith("ActionID: "u8)))
        {
            TakeHeader(start, length);
            return;
        }
        _isOutput = !line.EndsWith("--END COMMAND--"u8);
        var text = _isOutput ? length : length - "--END COMMAND--".Length;
        if (_isOutput || text > 0)
            AddHeader(new(start - _message, 0, start - _message, text));
    }

    private void AddHeader(AmiHeader header)
    {
        if (_headerCount == _headers.Length)
            Array.Resize(ref _headers, 2 * _headers.Length);
        _headers[_headerCount++] = header;
    }

    private AmiMessage Complete()
    {
        _messages++;
        var message = new AmiMessage(_buffer.AsSpan(_message, _line - _message).ToArray(),
            _headers.AsSpan(0, _headerCount).ToArray(), _isCut);
        Forget();
        return message;
    }

    private void Forget() => (_message, _headerCount, _size, _isCut) = (_line, 0, 0, false);

    private void NoteCut()
    {
        _cut++;
        _isCut = true;
    }

    private void MakeRoom()
    {
        var used = _buffer.AsSpan(_message, _end - _message);
        var buffer = used.Length + LeastSpace <= _buffer.Length ? _buffer : new byte[2 * (used.Length + LeastSpace)];
        used.CopyTo(buffer);
        _buffer = buffer;
        (_line, _searched, _end, _message) = (_line - _message, _searched - _message, _end - _message, 0);
    }
}
