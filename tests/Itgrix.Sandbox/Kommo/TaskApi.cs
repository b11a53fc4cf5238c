using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Tasks, and notes on entities: both require an existing entity.</summary>
internal sealed class TaskApi(AccountState state)
{
    private static readonly string[] Kinds = ["contacts", "companies", "leads"];

    public ApiAnswer Tasks(ApiCall call) => Add(call, "tasks", ["text", "complete_till"], task =>
        task["entity_id"] is not { } id
        || task["entity_type"]?.ToString() is { } table && Kinds.Contains(table) && IsThere(table, id));

    /// <summary>Completes tasks, each with a result.</summary>
    public ApiAnswer Update(ApiCall call)
    {
        var sent = call.Entities;
        var wrong = sent.SelectMany((one, index) => (state.Find("tasks", Id(one)) is null
                ? [FieldError.Choice("id")]
                : one["is_completed"] is not null && one["result"]?["text"] is null
                    ? (FieldError[])[FieldError.Missing("result")] : [])
            .Select(error => (ApiCall.RequestId(one, index), error))).ToList();
        if (wrong.Count > 0)
            throw ApiProblem.Invalid(wrong);
        foreach (var one in sent)
        {
            var task = state.Find("tasks", Id(one))!;
            foreach (var name in new[] { "is_completed", "result" })
                task[name] = one[name]?.DeepClone();
            task["updated_at"] = state.Now;
        }
        return ApiAnswer.Ok(new()
        {
            ["_links"] = call.Link("tasks"),
            ["_embedded"] = new JsonObject
            {
                ["tasks"] = new JsonArray([.. sent.Select(one => (JsonNode)new JsonObject
                    { ["id"] = one["id"]!.DeepClone(), ["updated_at"] = state.Now })]),
            },
        });
    }

    private static long Id(JsonObject task) => long.TryParse(task["id"]?.ToString(), out var id) ? id : 0;

    public ApiAnswer Notes(ApiCall call, string table, long id)
    {
        if (state.Find(table, id) is null)
            throw ApiProblem.NotFound();
        return Add(call, "notes", ["note_type"], _ => true, new() { ["entity_id"] = id, ["entity_type"] = table });
    }

    private ApiAnswer Add(
        ApiCall call, string table, string[] needed, Func<JsonObject, bool> isThere, JsonObject? extra = null)
    {
        var sent = call.Entities;
        var wrong = sent.SelectMany((one, index) => needed.Where(name => one[name] is null).Select(FieldError.Missing)
            .Concat(isThere(one) ? [] : [FieldError.Choice("entity_id")])
            .Concat(UserRules.Check(state, one))
            .Select(error => (ApiCall.RequestId(one, index), error))).ToList();
        if (wrong.Count > 0)
            throw ApiProblem.Invalid(wrong);
        return ApiAnswer.Ok(new()
        {
            ["_links"] = call.Link(string.Join('/', call.Path)),
            ["_embedded"] = new JsonObject { [table] = new JsonArray([.. sent.Select(One)]) },
        });

        JsonNode One(JsonObject one, int index)
        {
            var kept = one.DeepClone().AsObject();
            foreach (var (name, value) in extra ?? [])
                kept[name] = value!.DeepClone();
            kept["id"] = state.NextId();
            (kept["created_at"], kept["updated_at"]) = (state.Now, state.Now);
            state.Table(table).Add(kept);
            var answer = new JsonObject
            {
                ["id"] = kept["id"]!.DeepClone(), ["request_id"] = ApiCall.RequestId(one, index),
                ["_links"] = call.Link($"{table}/{kept["id"]}"),
            };
            foreach (var (name, value) in extra ?? [])
                answer[name] = value!.DeepClone();
            return answer;
        }
    }

    private bool IsThere(string table, JsonNode id) =>
        long.TryParse(id.ToString(), out var number) && state.Find(table, number) is not null;
}
