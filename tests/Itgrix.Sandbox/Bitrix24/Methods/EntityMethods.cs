using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>get, list, add and update of one kind of CRM entity.</summary>
internal sealed class EntityMethods(PortalState state, string table, string page, TimeProvider time)
{
    private const int PageSize = 50;

    public JsonNode Get(Parameters parameters) => Existing(parameters).DeepClone();

    public JsonNode Add(Parameters parameters)
    {
        if (parameters["fields"] is not JsonObject fields)
            throw RestException.Refused("Parameter 'fields' must be array.", "");
        return int.Parse(Parameters.TextOf(Create(fields)["ID"]));
    }

    public JsonNode Update(Parameters parameters)
    {
        var entity = Existing(parameters);
        foreach (var (name, value) in parameters.Object("fields").Json)
            Set(entity, name, value);
        entity["DATE_MODIFY"] = Now();
        return true;
    }

    public ListPage List(Parameters parameters)
    {
        var filter = parameters.Object("filter").Json;
        var found = state.Table(table).Select(row => row!.AsObject()).Where(row => RowFilter.Fits(row, filter));
        var rows = RowFilter.Ordered(found, parameters.Object("order").Json).ToList();
        var start = Math.Max(0, parameters.Number("start"));
        var select = parameters.List("select").Select(Parameters.TextOf).ToList();
        var shown = rows.Skip(start).Take(PageSize).Select(row => (JsonNode)RowFilter.Selected(row, select));
        return new(new([.. shown]), rows.Count, start + PageSize < rows.Count ? start + PageSize : null);
    }

    /// <summary>A new one, with missing fields empty.</summary>
    public JsonObject Create(JsonObject fields)
    {
        var entity = Documented.Empty(page);
        entity["ID"] = $"{state.NextId()}";
        (entity["ASSIGNED_BY_ID"], entity["CREATED_BY_ID"], entity["MODIFY_BY_ID"]) = ("1", "1", "1");
        (entity["DATE_CREATE"], entity["DATE_MODIFY"]) = (Now(), Now());
        foreach (var (name, value) in fields)
            Set(entity, name, value);
        state.Table(table).Add(entity);
        return entity;
    }

    /// <summary>The entities with that number, oldest first.</summary>
    public IEnumerable<JsonObject> WithPhone(string number) => state.Table(table).Select(row => row!.AsObject())
        .Where(row => MultiField.Values(row["PHONE"]).Any(phone => Phones.AreSame(phone, number)));

    private JsonObject Existing(Parameters parameters)
    {
        if (parameters.Number("ID") is not (> 0 and var id))
            throw RestException.Refused("ID is not defined or invalid.", "");
        return state.Find(table, id) ?? throw RestException.Refused("Not found", "");
    }

    private void Set(JsonObject entity, string name, JsonNode? value)
    {
        name = name.ToUpperInvariant();
        if (MultiField.Is(name))
        {
            entity[name] = MultiField.Changed(entity[name] as JsonArray, value, name, state.NextId);
            entity[$"HAS_{name}"] = entity[name]!.AsArray().Count > 0 ? "Y" : "N";
        }
        else if (name != "ID")
            entity[name] = value is JsonValue ? Parameters.TextOf(value) : value?.DeepClone();
    }

    private string Now() => PortalClock.Iso(time.GetUtcNow());
}
