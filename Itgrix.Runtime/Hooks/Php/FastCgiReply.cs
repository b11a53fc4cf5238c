using System.Buffers.Binary;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Parses a worker's answer as it arrives: PHP's output, and the end of the request.</summary>
internal sealed class FastCgiReply
{
    private readonly MemoryStream _printed = new();
    private byte[] _received = new byte[64 * 1024];
    private int _count;

    /// <summary>The request has ended, shutdown functions and destructors included.</summary>
    public bool Ended { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long Count => _printed.Length;

    /// <summary>Buffer for the next bytes; report with <see cref="Take"/> how many were written.</summary>
    public Span<byte> Free => _received.AsSpan(_count);

    public void Clear()
    {
        _printed.SetLength(0);
        _count = 0;
        Ended = false;
    }

    public void Take(int received)
    {
        _count += received;
        var start = 0;
        while (Content(start) is { } content)
        {
            switch (_received[start + 1])
            {
                case FastCgi.StandardOutput or FastCgi.StandardError: _printed.Write(content); break;
                case FastCgi.EndRequest: Ended = true; break;
            }
            start += FastCgi.HeaderLength + content.Count + _received[start + 6];
        }
        _received.AsSpan(start, _count - start).CopyTo(_received);
        _count -= start;
        // The longest record has 64 KB and its padding.
        if (_count == _received.Length)
            Array.Resize(ref _received, _received.Length * 2);
    }

    /// <summary>PHP's output, without the HTTP header that php-cgi adds before it.</summary>
    public ReadOnlySpan<byte> Printed()
    {
        var all = _printed.GetBuffer().AsSpan(0, (int)_printed.Length);
        var end = all.IndexOf("\r\n\r\n"u8);
        return end < 0 ? [] : all[(end + 4)..];
    }

    private ArraySegment<byte>? Content(int start)
    {
        if (_count - start < FastCgi.HeaderLength)
            return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(start + 4));
        return _count - start < FastCgi.HeaderLength + length + _received[start + 6]
            ? null
            : new(_received, start + FastCgi.HeaderLength, length);
    }
}
