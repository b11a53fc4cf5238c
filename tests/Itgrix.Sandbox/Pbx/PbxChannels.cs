using System.Collections.Concurrent;
using System.Text;

namespace Itgrix.Sandbox.Pbx;

/// <summary>The current channels, by the channel events that were sent.</summary>
internal sealed class PbxChannels
{
    private readonly ConcurrentDictionary<string, string> _names = [];

    /// <summary>Names by uniqueid.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _names;

    public void See(ReadOnlySpan<byte> message)
    {
        var name = Value(message, "EventName: "u8);
        if (name == "CHAN_START")
            _names[Value(message, "UniqueID: "u8)] = Value(message, "Channel: "u8);
        else if (name == "CHAN_END")
            _names.TryRemove(Value(message, "UniqueID: "u8), out _);
    }

    private static string Value(ReadOnlySpan<byte> message, ReadOnlySpan<byte> header)
    {
        var at = message.IndexOf(header);
        if (at < 0)
            return "";
        var rest = message[(at + header.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf("\r\n"u8)]);
    }
}
