namespace Itgrix.Runtime.Hooks;

/// <summary>JSON as hooks give it: duplicate names (the last one counts, as in PHP), numbers with their text.</summary>
internal static class JsonValues
{
    public static JsonObject Object(JsonElement element, Func<string, bool> wanted)
    {
        var result = new JsonObject();
        foreach (var property in element.EnumerateObject())
            if (wanted(property.Name))
                result[property.Name] = Node(property.Value);
        return result;
    }

    public static JsonNode? Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element, _ => true),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.Null => null,
        // Reading the text throws on half a surrogate pair, here rather than when the request is sent.
        JsonValueKind.String => JsonValue.Create(element.GetString()),
        _ => JsonValue.Create(element.Clone()),
    };

    /// <summary>
    /// Whether a value is empty: PHP's <c>array()</c> is <c>[]</c>, an object without fields <c>{}</c>.
    /// </summary>
    public static bool IsEmpty(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => element.GetArrayLength() == 0,
        JsonValueKind.Object => !element.EnumerateObject().MoveNext(),
        _ => false,
    };

    /// <summary>A string, or a number as a string: PHP files compute with phone numbers. Else <c>null</c>.</summary>
    public static string? Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    public static string Name(JsonElement element) => Name(element.ValueKind);

    public static string Name(JsonNode node) => Name(node.GetValueKind());

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "missing",
    };
}
