using Itgrix.Runtime.Platform.Json;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Reads responses without relying on their shape.</summary>
internal static class KommoJson
{
    public static JsonElement? At(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Element(JsonNode json) => JsonElement.Parse(JsonBytes.From(json).Span);

    /// <summary>The elements of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The entities of a response: <c>_embedded.contacts</c>.</summary>
    public static IReadOnlyList<JsonElement> Embedded(this JsonElement json, string name) =>
        json.At("_embedded") is { } embedded ? [.. embedded.Items(name)] : [];

    /// <summary>A text or a number as text.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.At(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString() : null;

    /// <summary>A whole number, written as a number or a text.</summary>
    public static long? Number(this JsonElement json, string name) =>
        long.TryParse(json.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
