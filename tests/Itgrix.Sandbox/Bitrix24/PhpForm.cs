using System.Net;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Reads and writes <c>a[b][0]=c</c> as PHP does.</summary>
internal static class PhpForm
{
    public static JsonObject Read(string text)
    {
        var root = new JsonObject();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            Put(root, Path(WebUtility.UrlDecode(parts[0])), WebUtility.UrlDecode(parts.ElementAtOrDefault(1) ?? ""));
        }
        return (JsonObject)WithLists(root);
    }

    public static IEnumerable<KeyValuePair<string, string>> Write(JsonObject json) =>
        json.SelectMany(field => Write(field.Key, field.Value));

    private static IEnumerable<KeyValuePair<string, string>> Write(string key, JsonNode? value) => value switch
    {
        JsonObject fields => fields.SelectMany(field => Write($"{key}[{field.Key}]", field.Value)),
        JsonArray items => items.SelectMany((item, index) => Write($"{key}[{index}]", item)),
        null => [],
        _ => [new(key, Parameters.TextOf(value))],
    };

    private static string[] Path(string key) =>
        key.IndexOf('[') is var first and > 0 ? [key[..first], .. key[(first + 1)..].TrimEnd(']').Split("][")] : [key];

    private static void Put(JsonObject target, ReadOnlySpan<string> path, string value)
    {
        var name = path[0].Length > 0 ? path[0] : $"{target.Count}";
        if (path.Length == 1)
            target[name] = value;
        else
        {
            if (target[name] is not JsonObject inner)
                target[name] = inner = [];
            Put(inner, path[1..], value);
        }
    }

    // 0, 1, 2... as names make a list.
    private static JsonNode WithLists(JsonObject json)
    {
        var fields = json.Select(field => (
            field.Key, Value: field.Value is JsonObject inner ? WithLists(inner) : field.Value!.DeepClone())).ToList();
        return fields.Count > 0 && fields.Select((field, index) => field.Key == $"{index}").All(same => same)
            ? new JsonArray([.. fields.Select(field => field.Value)])
            : new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
    }
}
