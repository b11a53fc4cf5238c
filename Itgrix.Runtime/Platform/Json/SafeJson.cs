using System.Text.Unicode;

namespace Itgrix.Runtime.Platform.Json;

/// <summary>JSON from outside.</summary>
internal static class SafeJson
{
    /// <summary>A JSON object with valid Unicode in all its strings; <c>null</c> when it is not one.</summary>
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

    /// <summary>Half a surrogate pair or an invalid byte would throw only when that string is read.</summary>
    /// <exception cref="JsonException">It is not JSON, or has a string that cannot be read.</exception>
    private static void Check(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("It is not UTF-8.");
        var reader = new Utf8JsonReader(json);
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
            throw new JsonException($"A string in it is not valid Unicode, near byte {reader.TokenStartIndex}.", error);
        }
    }
}
