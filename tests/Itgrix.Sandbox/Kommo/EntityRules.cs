using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Validation of a contact, company or lead.</summary>
internal sealed class EntityRules(AccountState state, string table)
{
    private static readonly string[] Texts = ["name", "first_name", "last_name"];
    private static readonly string[] Numbers =
    [
        "id", "responsible_user_id", "created_by", "updated_by", "created_at", "updated_at", "pipeline_id", "status_id",
        "price",
    ];

    public static JsonObject? FieldOf(AccountState state, string table, JsonObject sent) =>
        state.Table($"{table}/custom_fields").Find(field =>
            sent["field_id"] is { } id
                ? field["id"]!.ToString() == id.ToString()
                : field["code"]!.ToString() == sent["field_code"]?.ToString());

    public IEnumerable<FieldError> Check(JsonObject entity, bool isUpdate)
    {
        if (isUpdate && (entity["id"] is not JsonValue id || state.Find(table, Number(id)) is null))
            yield return entity["id"] is null ? FieldError.Missing("id") : FieldError.Choice("id");
        foreach (var name in Texts.Where(name => Has(entity, name, out var kind) && kind != JsonValueKind.String))
            yield return FieldError.Type(name, "string");
        foreach (var name in Numbers.Where(name => Has(entity, name, out var kind) && kind != JsonValueKind.Number))
            yield return FieldError.Type(name, "int");
        foreach (var (name, known) in new[] { ("responsible_user_id", "users"), ("pipeline_id", "leads/pipelines") })
        {
            if (Has(entity, name, out var kind) && kind == JsonValueKind.Number
                && Number(entity[name]!) != 0 && state.Find(known, Number(entity[name]!)) is null)
                yield return FieldError.Choice(name);
        }
        foreach (var error in Fields(entity).Concat(Embedded(entity)))
            yield return error;
    }

    private IEnumerable<FieldError> Fields(JsonObject entity)
    {
        if (entity["custom_fields_values"] is not { } values)
            yield break;
        if (values is not JsonArray fields || fields.Any(field => field is not JsonObject))
        {
            yield return FieldError.Type("custom_fields_values", "array");
            yield break;
        }
        for (var index = 0; index < fields.Count; index++)
        {
            var path = $"custom_fields_values.{index}";
            var sent = fields[index]!.AsObject();
            if (FieldOf(state, table, sent) is not { } known)
                yield return FieldError.Choice($"{path}.field_id");
            else if (sent["values"] is not JsonArray list
                || list.Any(value => value is not JsonObject one || one["value"] is null))
                yield return FieldError.Missing($"{path}.values.0.value");
            else if (list.Any(value => value!["enum_code"]?.ToString() is { } code
                && known["enums"]!.AsArray().All(one => one!["value"]!.ToString() != code)))
                yield return FieldError.Choice($"{path}.values.0.enum_code");
        }
    }

    private IEnumerable<FieldError> Embedded(JsonObject entity)
    {
        if (entity["_embedded"] is not { } embedded)
            yield break;
        if (embedded is not JsonObject parts)
            yield return FieldError.Type("_embedded", "object");
        else
        {
            foreach (var linked in new[] { "contacts", "companies" })
            {
                foreach (var link in parts[linked] as JsonArray ?? [])
                {
                    if (link is not JsonObject one || one["id"] is not JsonValue id
                        || state.Find(linked, Number(id)) is null)
                        yield return FieldError.Choice($"_embedded.{linked}.0.id");
                }
            }
            if (parts["tags"] is { } tags && (tags is not JsonArray list || list.Any(tag => tag is not JsonObject)))
                yield return FieldError.Type("_embedded.tags.0", "object");
        }
    }

    private static bool Has(JsonObject entity, string name, out JsonValueKind kind)
    {
        kind = entity[name]?.GetValueKind() ?? JsonValueKind.Undefined;
        return kind != JsonValueKind.Undefined;
    }

    private static long Number(JsonNode value) => long.TryParse(value.ToString(), out var number) ? number : -1;
}
