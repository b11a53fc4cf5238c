using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>crm.duplicate.*: lookup of a number.</summary>
internal sealed class DuplicateMethods(IReadOnlyDictionary<string, EntityMethods> entities)
{
    private const int Most = 20;

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods) =>
        methods["crm.duplicate.findbycomm"] = Find;

    private JsonNode Find(Parameters parameters)
    {
        var values = parameters.List("values").Select(Parameters.TextOf).ToList();
        if (parameters.Text("type").Length == 0)
            throw RestException.Refused("Parameter 'type' is required.", "Communication type is not defined");
        if (parameters.Text("type") is not ("PHONE" or "EMAIL"))
            throw RestException.Refused(
                "", $"Communication type '{parameters.Text("type")}' is not supported in current context");
        if (values.Count is 0 or > Most)
            throw RestException.Refused("Parameter 'values' is required.", "Communication values is not defined");
        var found = new JsonObject();
        foreach (var (type, entity) in entities)
        {
            var ids = values.SelectMany(entity.WithPhone)
                .Select(row => int.Parse(Parameters.TextOf(row["ID"]))).Distinct().ToList();
            if (ids.Count > 0 && (parameters.Text("entity_type") is "" || parameters.Text("entity_type") == type))
                found[type] = new JsonArray([.. ids.Take(Most).Select(id => (JsonNode)id)]);
        }
        // PHP's empty array.
        return found.Count > 0 ? found : new JsonArray();
    }
}
