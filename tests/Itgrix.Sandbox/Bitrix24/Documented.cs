using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>The documentation's examples, which the portal's answers follow.</summary>
internal static class Documented
{
    private static readonly ConcurrentDictionary<string, string> Entities = [];

    /// <summary>An entity with all documented fields, empty; custom fields are omitted.</summary>
    public static JsonObject Empty(string page) =>
        JsonNode.Parse(Entities.GetOrAdd(page, name => EmptyOf(name).ToJsonString()))!.AsObject();

    /// <summary>The first result on that page.</summary>
    public static JsonNode Result(string page)
    {
        using var file = typeof(Documented).Assembly.GetManifestResourceStream($"bitrix24/{page}")
            ?? throw new InvalidOperationException($"tests/crm-api/bitrix24/{page}.json is missing.");
        return JsonNode.Parse(file)!["examples"]!.AsArray()
            .Select(example => example!["json"] as JsonObject)
            .First(json => json?.ContainsKey("result") == true)!["result"]!.DeepClone();
    }

    private static JsonObject EmptyOf(string page)
    {
        var result = Result(page);
        var one = result switch
        {
            JsonArray list => list[0]!.AsObject(),
            JsonObject task when task.ContainsKey("task") => task["task"]!.AsObject(),
            JsonObject list when list.ContainsKey("tasks") => list["tasks"]![0]!.AsObject(),
            _ => result.AsObject(),
        };
        return new(one.Where(field => !IsOfOnePortal(field.Key))
            .Select(field => KeyValuePair.Create(field.Key, Emptied(field.Value))));
    }

    private static bool IsOfOnePortal(string field) => field.StartsWith("UF_CRM_") || field.StartsWith("PARENT_ID_");

    private static JsonNode? Emptied(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>() is "Y" or "N" ? "N" : "",
        JsonValueKind.Array => new JsonArray(),
        _ => value?.DeepClone(),
    };
}
