using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>Numbers and addresses, lists of an entity; each item has an id.</summary>
internal static class MultiField
{
    public static bool Is(string name) => name is "PHONE" or "EMAIL" or "WEB" or "IM";

    public static IEnumerable<string> Values(JsonNode? field) =>
        (field as JsonArray ?? []).Select(one => Parameters.TextOf(one?["VALUE"]));

    /// <summary>With an id a value is changed or, when empty, removed; without one it is added.</summary>
    public static JsonArray Changed(JsonArray? before, JsonNode? changes, string name, Func<int> nextId)
    {
        var values = (before ?? []).Select(one => one!.DeepClone().AsObject()).ToList();
        foreach (var change in (changes as JsonArray ?? []).OfType<JsonObject>().Select(json => new Parameters(json)))
        {
            var id = change.Text("ID");
            values.RemoveAll(one => id.Length > 0 && Parameters.TextOf(one["ID"]) == id);
            if (change.Text("VALUE").Length > 0 && change.Text("DELETE") != "Y")
                values.Add(Value(id.Length > 0 ? id : $"{nextId()}", change, name));
        }
        return new([.. values]);
    }

    private static JsonObject Value(string id, Parameters change, string name) => new()
    {
        ["ID"] = id,
        ["VALUE_TYPE"] = change.Text("VALUE_TYPE") is { Length: > 0 } type ? type : "WORK",
        ["VALUE"] = change.Text("VALUE"),
        ["TYPE_ID"] = name,
    };
}
