using System.Text;
using System.Text.Json;

namespace Itgrix.Runtime.Asterisk.Cel;

/// <summary>Reads an event's own data, a small JSON object; whatever is broken in it reads as absent.</summary>
internal static class CelExtra
{
    private const int OnStack = 1024;

    /// <summary>A field as text; empty when absent.</summary>
    public static string Text(string extra, ReadOnlySpan<byte> name)
    {
        Span<byte> stack = stackalloc byte[OnStack];
        var length = Encoding.UTF8.GetMaxByteCount(extra.Length);
        var bytes = length <= OnStack ? stack : new byte[length];
        var reader = new Utf8JsonReader(bytes[..Encoding.UTF8.GetBytes(extra, bytes)]);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
                    continue;
                reader.Read();
                return reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString()!,
                    JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => "",
                };
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A dialplan may put anything into a user-defined event.
        }
        return "";
    }

    /// <summary>All of it; <c>null</c> when it is no object.</summary>
    public static JsonElement? Parse(string extra)
    {
        try
        {
            using var json = JsonDocument.Parse(extra);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
