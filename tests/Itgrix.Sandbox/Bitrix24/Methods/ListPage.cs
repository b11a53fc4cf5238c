using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>A page of a list; with a name, the list is a field of the result.</summary>
internal sealed record ListPage(JsonArray Rows, int Total, int? Next, string? Name = null)
{
    public JsonNode Result => Name is null ? Rows : new JsonObject { [Name] = Rows };
}
