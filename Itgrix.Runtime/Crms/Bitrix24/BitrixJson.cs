namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Reads JSON of Bitrix24: numbers may be texts, empty objects may be lists.</summary>
internal static class BitrixJson
{
    /// <summary>The objects of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        Entries(list)?.Where(item => item.ValueKind == JsonValueKind.Object) ?? [];

    /// <summary>
    /// The entries of a list, which PHP writes as an object when a number is left out; <c>null</c> when it is no list.
    /// </summary>
    public static IEnumerable<JsonElement>? Entries(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Object when list.EnumerateObject().All(entry => entry.Name.All(char.IsAsciiDigit)) =>
            list.EnumerateObject().Select(entry => entry.Value),
        _ => null,
    };

    /// <summary>Whether a field says no: <c>false</c>, <c>0</c> or <c>N</c>.</summary>
    public static bool IsNo(JsonElement json, string name) => Field(json, name).ValueKind == JsonValueKind.False
        || Text(json, name).ToUpperInvariant() is "N" or "0" or "FALSE";

    /// <summary>A field; <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public static JsonElement Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text or number as a trimmed text; empty when it is neither.</summary>
    public static string Text(JsonElement json, string name) => Field(json, name) is var value
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString().Trim() : "";

    /// <summary>A number, written as a number or a text.</summary>
    public static long? Number(JsonElement json, string name) => NumberOf(Text(json, name));

    public static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    public static JsonElement Element(JsonNode json) => JsonSerializer.SerializeToElement(json);
}
