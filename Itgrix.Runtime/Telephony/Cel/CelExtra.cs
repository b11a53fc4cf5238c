namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Reads an event's extra data, a small JSON object; broken data reads as absent.</summary>
internal static class CelExtra
{
    private const int OnStack = 1024;

    // Hooks get it within a call, and PHP parses no more than 512 levels.
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 32 };

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

    /// <summary>The whole object; <c>null</c> when it is not an object, or cannot be written again unchanged.</summary>
    public static JsonElement? Parse(string extra)
    {
        try
        {
            using var json = JsonDocument.Parse(extra, Shallow);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            // An escape may be half of a surrogate pair, which is detected only when the text is read.
            if (extra.Contains("\\u", StringComparison.Ordinal))
                WriteOnce(json);
            return json.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteOnce(JsonDocument json)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        json.WriteTo(writer);
    }
}
