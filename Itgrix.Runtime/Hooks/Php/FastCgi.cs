using System.Buffers.Binary;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>The request that makes a php-cgi worker run, as FastCGI records; always the same bytes.</summary>
internal static class FastCgi
{
    public const int HeaderLength = 8;

    /// <summary>
    /// Bytes of a request's first record. php-cgi closes a new connection that stays silent for 5 s; after this
    /// record it waits for the rest without a timeout.
    /// </summary>
    public const int BeginLength = 2 * HeaderLength;

    public const byte EndRequest = 3, StandardOutput = 6, StandardError = 7;

    private const byte Version = 1, BeginRequest = 1, Parameters = 4, StandardInput = 5;
    private const byte Responder = 1, KeepConnection = 1, RequestId = 1;
    private const int MaxRecord = 60_000;

    /// <summary>A whole request without input; the worker keeps the connection for the next one.</summary>
    public static byte[] Request(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var request = new MemoryStream();
        Write(request, BeginRequest, [0, Responder, KeepConnection, 0, 0, 0, 0, 0]);
        var record = new MemoryStream();
        // PHP requires each pair to be whole within its record, and reads each record by itself.
        foreach (var pair in parameters.Select(pair => Pair(pair.Key, pair.Value)).Where(IsWholeInRecord))
        {
            if (record.Length + pair.Length > MaxRecord)
                Flush();
            record.Write(pair);
        }
        Flush();
        Write(request, Parameters, []);
        Write(request, StandardInput, []);
        return request.ToArray();

        void Flush()
        {
            if (record.Length > 0)
                Write(request, Parameters, record.ToArray());
            record.SetLength(0);
        }
    }

    private static bool IsWholeInRecord(byte[] pair) => pair.Length <= MaxRecord;

    private static void Write(MemoryStream request, byte type, ReadOnlySpan<byte> content)
    {
        Span<byte> header = [Version, type, 0, RequestId, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)content.Length);
        request.Write(header);
        request.Write(content);
    }

    private static byte[] Pair(string name, string value)
    {
        var (left, right) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return [.. Length(left), .. Length(right), .. left, .. right];
    }

    private static byte[] Length(byte[] text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)text.Length | 0x8000_0000);
        return length;
    }
}
