using System.Text.Json;
using System.Text.Unicode;

namespace Itgrix.Runtime.Platform.Json;

/// <summary>JSON from outside.</summary>
internal static class SafeJson
{
    /// <summary>A JSON object whose texts can all be read; <c>null</c> when it is none.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> text)
    {
        try
        {
            Check(text.Span);
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Half a surrogate pair or a wrong byte would throw only where somebody reads that text.</summary>
    /// <exception cref="JsonException">It is no JSON, or has a text that cannot be read.</exception>
    public static void Check(ReadOnlySpan<byte> json, JsonReaderOptions options = default)
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("It is no UTF-8.");
        var reader = new Utf8JsonReader(json, options);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                    reader.GetString();
            }
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"A text in it is no valid Unicode, near byte {reader.TokenStartIndex}.", error);
        }
    }
}
