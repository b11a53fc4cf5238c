using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>scope and event.get: what the application may do, and hears.</summary>
internal sealed class AccessMethods(Bitrix24Settings settings)
{
    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["scope"] = _ => new JsonArray([.. settings.Scope.Select(right => (JsonNode)right)]);
        methods["event.get"] = _ => new JsonArray([.. settings.BoundEvents.Select(name => new JsonObject
        {
            ["event"] = name, ["handler"] = "https://pbx.example.com/bitrix24/events", ["auth_type"] = "0",
            ["offline"] = 0,
        })]);
    }
}
