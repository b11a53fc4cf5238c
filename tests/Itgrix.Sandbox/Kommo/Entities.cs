using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The contacts, companies or leads of the account.</summary>
internal sealed class Entities(AccountState state, string table)
{
    public JsonObject Add(JsonObject input)
    {
        var id = state.NextId();
        var entity = new JsonObject
        {
            ["id"] = id,
            ["name"] = "",
            ["responsible_user_id"] = AccountSeed.FirstUser,
            ["group_id"] = 0,
            ["created_by"] = AccountSeed.FirstUser,
            ["updated_by"] = AccountSeed.FirstUser,
            ["created_at"] = state.Now,
            ["updated_at"] = state.Now,
            ["custom_fields_values"] = null,
            ["account_id"] = AccountState.AccountId,
            ["_embedded"] = new JsonObject { ["tags"] = new JsonArray() },
        };
        if (table == "leads")
        {
            entity["price"] = 0;
            entity["pipeline_id"] = AccountSeed.Pipeline;
            entity["status_id"] = AccountSeed.FirstStatus;
            entity["is_deleted"] = false;
            entity["_embedded"]!["companies"] = new JsonArray();
            entity["_embedded"]!["contacts"] = new JsonArray();
        }
        Merge(entity, input);
        state.Table(table).Add(entity);
        return entity;
    }

    public JsonObject Update(long id, JsonObject input)
    {
        var entity = state.Find(table, id)!;
        Merge(entity, input);
        entity["updated_at"] = state.Now;
        return entity;
    }

    /// <summary>Its representation, with the leads of a contact or company.</summary>
    public JsonObject Shown(JsonObject entity, ApiCall call)
    {
        var shown = entity.DeepClone().AsObject();
        shown["_links"] = call.Link($"{table}/{entity["id"]}");
        if (table != "leads")
            shown["_embedded"]!["leads"] = new JsonArray(
                [.. state.LeadsOf(table, (long)entity["id"]!).Select(lead => Reference(lead, call))]);
        return shown;
    }

    private static JsonNode Reference(JsonObject lead, ApiCall call) =>
        new JsonObject { ["id"] = lead["id"]!.DeepClone(), ["_links"] = call.Link($"leads/{lead["id"]}") };

    private void Merge(JsonObject entity, JsonObject input)
    {
        foreach (var (name, value) in input)
        {
            if (name is "id" or "request_id" or "tags_to_add" or "tags_to_delete")
                continue;
            if (name == "custom_fields_values")
                entity[name] = Merged(entity[name] as JsonArray ?? [], value as JsonArray ?? []);
            else if (name == "_embedded")
                Embed(entity["_embedded"]!.AsObject(), value as JsonObject ?? []);
            else
                entity[name] = value?.DeepClone();
        }
        var tags = entity["_embedded"]!["tags"]!.AsArray();
        foreach (var tag in input["tags_to_add"] as JsonArray ?? [])
            tags.Add(Tag(tag!.AsObject()));
    }

    private void Embed(JsonObject entity, JsonObject input)
    {
        foreach (var (name, value) in input)
        {
            entity[name] = name == "tags"
                ? new JsonArray([.. (value as JsonArray ?? []).Select(tag => Tag(tag!.AsObject()))])
                : value?.DeepClone();
        }
    }

    private JsonNode Tag(JsonObject tag) =>
        new JsonObject { ["id"] = tag["id"]?.DeepClone() ?? state.NextId(), ["name"] = tag["name"]?.ToString() ?? "" };

    // A field in the request replaces the existing one; others stay.
    private JsonArray Merged(JsonArray before, JsonArray sent)
    {
        var fields = sent.Select(field => Field(field!.AsObject())).ToList();
        var kept = before.Where(field => fields.All(other => (long)other["field_id"]! != (long)field!["field_id"]!));
        return new([.. kept.Select(field => field!.DeepClone()), .. fields]);
    }

    private JsonObject Field(JsonObject sent)
    {
        var known = EntityRules.FieldOf(state, table, sent)!;
        var field = sent.DeepClone().AsObject();
        field["field_id"] = known["id"]!.DeepClone();
        field["field_code"] = known["code"]!.DeepClone();
        field["field_name"] = known["name"]!.DeepClone();
        return field;
    }
}
