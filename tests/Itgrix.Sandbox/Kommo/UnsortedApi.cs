using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Calls of unknown numbers: a contact and a lead that a user still has to accept.</summary>
internal sealed class UnsortedApi(AccountState state)
{
    private static readonly string[] Needed = ["source_name", "source_uid", "metadata"];
    private static readonly string[] NeededOfCall =
        ["from", "phone", "called_at", "duration", "link", "service_code", "uniq"];
    private static readonly string[] Numbers = ["called_at", "duration"];

    public ApiAnswer Add(ApiCall call)
    {
        var sent = call.Entities;
        var wrong = sent.SelectMany((one, index) => Check(one).Select(error => (ApiCall.RequestId(one, index), error)))
            .ToList();
        if (wrong.Count > 0)
            throw ApiProblem.Invalid(wrong);
        return ApiAnswer.Ok(new()
        {
            ["_total_items"] = sent.Count,
            ["_links"] = call.Link("leads/unsorted/sip"),
            ["_embedded"] = new JsonObject
            {
                ["unsorted"] = new JsonArray([.. sent.Select((one, index) => Added(call, one, index))]),
            },
        });
    }

    private IEnumerable<FieldError> Check(JsonObject unsorted)
    {
        foreach (var name in Needed.Where(name => unsorted[name] is null))
            yield return FieldError.Missing(name);
        if (unsorted["metadata"] is { } metadata)
        {
            foreach (var name in NeededOfCall)
            {
                var (value, isNumber) = ((metadata as JsonObject)?[name], Numbers.Contains(name));
                if (value is null)
                    yield return FieldError.Missing($"metadata.{name}");
                else if (value.GetValueKind() != (isNumber ? JsonValueKind.Number : JsonValueKind.String))
                    yield return FieldError.Type($"metadata.{name}", isNumber ? "int" : "string");
            }
        }
        if (unsorted["pipeline_id"] is { } pipeline
            && state.Table("leads/pipelines").All(one => one["id"]!.ToString() != pipeline.ToString()))
            yield return FieldError.Choice("pipeline_id");
        foreach (var table in new[] { "contacts", "leads" })
        {
            var rules = new EntityRules(state, table);
            foreach (var (entity, index) in Embedded(unsorted, table).Select((entity, index) => (entity, index)))
            {
                foreach (var error in rules.Check(entity, isUpdate: false))
                    yield return error with { Path = $"_embedded.{table}.{index}.{error.Path}" };
            }
        }
    }

    private JsonNode Added(ApiCall call, JsonObject sent, int index)
    {
        var uid = Guid.NewGuid().ToString("n");
        var contacts = Embedded(sent, "contacts").Select(new Entities(state, "contacts").Add).ToList();
        contacts.ForEach(contact => contact["is_unsorted"] = true);
        var leads = Embedded(sent, "leads").DefaultIfEmpty([]).Select(new Entities(state, "leads").Add).ToList();
        leads.ForEach(lead => lead["is_unsorted"] = true);
        leads.ForEach(lead => lead["_embedded"]!["contacts"] =
            new JsonArray([.. contacts.Select(contact => new JsonObject { ["id"] = contact["id"]!.DeepClone() })]));
        var kept = sent.DeepClone().AsObject();
        kept["uid"] = uid;
        kept["category"] = "sip";
        kept["created_at"] ??= state.Now;
        state.Table("unsorted").Add(kept);
        return new JsonObject
        {
            ["uid"] = uid,
            ["account_id"] = AccountState.AccountId,
            ["request_id"] = ApiCall.RequestId(sent, index),
            ["_links"] = call.Link($"leads/unsorted/{uid}"),
            ["_embedded"] = new JsonObject
            {
                ["contacts"] = References(call, "contacts", contacts), ["leads"] = References(call, "leads", leads),
                ["companies"] = new JsonArray(),
            },
        };
    }

    private static IEnumerable<JsonObject> Embedded(JsonObject unsorted, string table) =>
        (unsorted["_embedded"]?[table] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonArray References(ApiCall call, string table, IEnumerable<JsonObject> entities) =>
        new([.. entities.Select(one =>
        new JsonObject { ["id"] = one["id"]!.DeepClone(), ["_links"] = call.Link($"{table}/{one["id"]}") })]);
}
