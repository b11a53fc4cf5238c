using System.Text.Json;

namespace Itgrix.Hooks.Json;

/// <summary>JSON that is kept unchanged.</summary>
internal static class RawJson
{
    public static JsonElement Empty { get; } = JsonElement.Parse("{}"u8);

    public static JsonElement OrEmpty(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? Empty : json;

    public static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ToString() : "";
}
