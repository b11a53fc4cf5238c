using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A parsed request to the account.</summary>
/// <param name="Address">The account's own address, for links.</param>
/// <param name="Path">Its parts after <c>/api/v4/</c>.</param>
internal sealed record ApiCall(
    string Method, string Address, string[] Path, IReadOnlyDictionary<string, string> Query, JsonNode? Body)
{
    /// <summary>The entities in the body.</summary>
    public IReadOnlyList<JsonObject> Entities
    {
        get
        {
            if (Body is not JsonArray { Count: > 0 } list || list.Any(item => item is not JsonObject))
                throw ApiProblem.Bad("An array of objects is expected.");
            return list.Count <= 250 ? [.. list.Select(item => item!.AsObject())]
                : throw ApiProblem.Bad("More than 250 entities.");
        }
    }

    public int Number(string name, int otherwise) =>
        Query.TryGetValue(name, out var text) ? int.TryParse(text, out var number) ? number : 0 : otherwise;

    public JsonObject Link(string path) =>
        new() { ["self"] = new JsonObject { ["href"] = $"{Address}/api/v4/{path}" } };

    /// <summary>The sender's request_id of the entity, else its index.</summary>
    public static string RequestId(JsonObject entity, int index) => entity["request_id"]?.ToString() ?? $"{index}";
}

/// <summary>An answer of the account.</summary>
internal sealed record ApiAnswer(int Status, JsonObject? Body)
{
    public static ApiAnswer Ok(JsonObject body) => new(200, body);

    /// <summary>204: nothing found.</summary>
    public static ApiAnswer Nothing() => new(204, null);
}
