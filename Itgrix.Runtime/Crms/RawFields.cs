using Itgrix.Runtime.Platform.Json;

namespace Itgrix.Runtime.Crms;

/// <summary>A CRM's own fields, as hooks see them.</summary>
internal static class RawFields
{
    /// <summary>
    /// The object without empty and zero values, as in <c>call_full</c>; "0" counts as zero, because some numbers come
    /// as
    /// texts.
    /// </summary>
    public static JsonElement WithoutEmpty(JsonElement json)
    {
        var fields = new JsonObject();
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in json.EnumerateObject().Where(field => !IsEmpty(field.Value)))
                fields.TryAdd(field.Name, JsonNode.Parse(field.Value.GetRawText()));
        }
        return JsonElement.Parse(JsonBytes.From(fields).Span);
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString() is "" or "0",
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
