using System.Text;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Tests.Telephony.Ami;

/// <summary>Ways to feed bytes to a parser.</summary>
internal static class ParsedMessages
{
    public static IReadOnlyList<AmiMessage> Of(string text, bool greets = false) =>
        Of(Encoding.UTF8.GetBytes(text), greets);

    public static IReadOnlyList<AmiMessage> Of(byte[] bytes, bool greets = false) =>
        Of(new AmiParser(greets), bytes, () => bytes.Length);

    /// <summary>In chunks of the given sizes.</summary>
    public static IReadOnlyList<AmiMessage> Of(AmiParser parser, byte[] bytes, Func<int> size)
    {
        var messages = new List<AmiMessage>();
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(size(), bytes.Length - at);
            parser.Add(bytes.AsSpan(at, count));
            at += count;
            while (parser.TryRead(out var message))
                messages.Add(message);
        }
        return messages;
    }

    /// <summary>A message as text, for comparisons.</summary>
    public static string Written(AmiMessage message) =>
        string.Join('\n', message.Headers.Select(header => $"{header.Key}={header.Value}")
            .Append($"cut={message.IsCut}"));
}
