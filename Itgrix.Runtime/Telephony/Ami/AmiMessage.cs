namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// One message of the manager interface: its bytes and the positions of its headers. A value becomes a string only
/// on demand. Names are case-insensitive; of repeated headers the first one counts.
/// </summary>
internal sealed class AmiMessage(byte[] bytes, AmiHeader[] headers, bool isCut)
{
    private const string CommandOutput = "Output";

    /// <summary>The message, or a line of it, exceeded the maximum; the rest is lost.</summary>
    public bool IsCut => isCut;

    public bool IsEvent => StartsWith("Event"u8);

    public bool IsResponse => StartsWith("Response"u8);

    /// <summary>The first line of a connection, or the whole message when it has no headers.</summary>
    public string Line => headers is [{ NameLength: 0 } line, ..] ? Encoding.UTF8.GetString(Value(line)) : "";

    /// <summary>Output of a command: <c>Output</c> headers, or the plain lines of versions before 14.</summary>
    public IEnumerable<string> Output => headers
        .Where(header => header.NameLength == 0 || IsNamed(header, CommandOutput))
        .Select(header => Encoding.UTF8.GetString(Value(header)));

    public IEnumerable<KeyValuePair<string, string>> Headers => headers.Select(header => KeyValuePair.Create(
        Encoding.UTF8.GetString(bytes, header.Start, header.NameLength), Encoding.UTF8.GetString(Value(header))));

    /// <summary>The header as a string, empty when it is missing.</summary>
    public string this[string name]
    {
        get
        {
            foreach (var header in headers)
            {
                if (IsNamed(header, name))
                    return Encoding.UTF8.GetString(Value(header));
            }
            return "";
        }
    }

    /// <summary>Every value of a header that may be repeated.</summary>
    public IEnumerable<string> All(string name) => headers
        .Where(header => IsNamed(header, name))
        .Select(header => Encoding.UTF8.GetString(Value(header)));

    /// <summary>The header's bytes, empty when it is missing.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        foreach (var header in headers)
        {
            if (header.NameLength == name.Length && Ascii.EqualsIgnoreCase(Name(header), name))
                return Value(header);
        }
        return default;
    }

    /// <summary>Whether it is the event of that name.</summary>
    public bool Is(ReadOnlySpan<byte> eventName) => IsEvent && Value(headers[0]).SequenceEqual(eventName);

    /// <summary>Name of the event, or kind of the response.</summary>
    public ReadOnlySpan<byte> Kind => headers.Length > 0 ? Value(headers[0]) : default;

    private bool StartsWith(ReadOnlySpan<byte> name) =>
        headers.Length > 0 && headers[0].NameLength == name.Length && Ascii.EqualsIgnoreCase(Name(headers[0]), name);

    private bool IsNamed(AmiHeader header, string name) =>
        header.NameLength == name.Length && Ascii.EqualsIgnoreCase(Name(header), name);

    private ReadOnlySpan<byte> Name(AmiHeader header) => bytes.AsSpan(header.Start, header.NameLength);

    private ReadOnlySpan<byte> Value(AmiHeader header) => bytes.AsSpan(header.ValueStart, header.ValueLength);
}
