using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>A request's parameters, case-insensitive as in Bitrix24.</summary>
internal sealed class Parameters(JsonObject json)
{
    public JsonObject Json => json;

    public JsonNode? this[string name]
    {
        get
        {
            foreach (var (key, value) in json)
            {
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                    return value;
            }
            return null;
        }
    }

    public string Text(string name) => this[name] is JsonValue value ? TextOf(value) : "";

    public int Number(string name, int otherwise = 0) => int.TryParse(Text(name), out var number) ? number : otherwise;

    public bool Flag(string name, bool otherwise) =>
        Text(name) is { Length: > 0 } text ? text is "1" or "true" or "Y" : otherwise;

    public Parameters Object(string name) => new(this[name] as JsonObject ?? []);

    public JsonArray List(string name) => this[name] switch
    {
        JsonArray list => list,
        JsonObject fields => new([.. fields.Select(field => field.Value?.DeepClone())]),
        JsonValue one => [one.DeepClone()],
        _ => [],
    };

    /// <summary>A value as PHP would print it.</summary>
    public static string TextOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "",
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.ToString(),
    };
}
