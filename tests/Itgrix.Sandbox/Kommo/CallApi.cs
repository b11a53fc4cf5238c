using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Calls, which look up the entity with the number themselves: an unknown number is an error.</summary>
internal sealed class CallApi(AccountState state, AccountSettings settings)
{
    private static readonly string[] Needed = ["direction", "duration", "source", "phone"];

    public ApiAnswer Add(ApiCall call)
    {
        var sent = call.Entities;
        var wrong = sent.SelectMany((one, index) => Check(one).Select(error => (ApiCall.RequestId(one, index), error)))
            .ToList();
        if (wrong.Count > 0)
            throw ApiProblem.Invalid(wrong);
        var (calls, errors) = (new JsonArray(), new JsonArray());
        for (var index = 0; index < sent.Count; index++)
        {
            var requestId = ApiCall.RequestId(sent[index], index);
            if (Owner(sent[index]["phone"]!.ToString()) is var (table, entity))
                calls.Add(Added(call, sent[index], requestId, table, entity));
            else
                errors.Add(NotFound(requestId));
        }
        return new(calls.Count > 0 ? 200 : 400, new()
        {
            ["_total_items"] = calls.Count, ["errors"] = errors, ["_embedded"] = new JsonObject { ["calls"] = calls },
        });
    }

    private static JsonNode NotFound(string requestId) => new JsonObject
    {
        ["request_id"] = requestId, ["title"] = "Entity not found", ["status"] = 263, ["detail"] = "Entity not found",
    };

    private IEnumerable<FieldError> Check(JsonObject call)
    {
        foreach (var name in Needed.Where(name => call[name] is null))
            yield return FieldError.Missing(name);
        if (call["direction"] is { } direction && direction.ToString() is not ("inbound" or "outbound"))
            yield return FieldError.Choice("direction");
        if (call["duration"] is { } duration && duration.GetValueKind() != System.Text.Json.JsonValueKind.Number)
            yield return FieldError.Type("duration", "int");
        if (call["call_status"] is { } status
            && status.ToString() is not ("1" or "2" or "3" or "4" or "5" or "6" or "7"))
            yield return FieldError.Choice("call_status");
        foreach (var error in UserRules.Check(state, call))
            yield return error;
    }

    // The one active lead of the contact or company, else the entity itself.
    private (string Table, JsonObject Entity)? Owner(string phone)
    {
        foreach (var table in settings.CallsFindNobody ? (string[])[] : ["contacts", "companies"])
        {
            if (state.FindByPhone(table, phone) is not { } owner)
                continue;
            return state.OpenLeadsOf(table, (long)owner["id"]!) is [var lead] ? ("leads", lead) : (table, owner);
        }
        return null;
    }

    private JsonObject Added(ApiCall call, JsonObject sent, string requestId, string table, JsonObject entity)
    {
        var (id, entityId) = (state.NextId(), (long)entity["id"]!);
        var kept = sent.DeepClone().AsObject();
        kept["id"] = id;
        kept["entity_id"] = entityId;
        kept["entity_type"] = table;
        state.Table("calls").Add(kept);
        state.Table("notes").Add(Note(sent, id, table, entityId));
        return new()
        {
            ["id"] = id,
            ["entity_id"] = entityId,
            ["entity_type"] = table switch { "leads" => "lead", "companies" => "company", _ => "contact" },
            ["account_id"] = AccountState.AccountId,
            ["request_id"] = requestId,
            ["_embedded"] = new JsonObject
            {
                ["entity"] = new JsonObject { ["id"] = entityId, ["_links"] = call.Link($"{table}/{entityId}") },
            },
        };
    }

    // The note that a call becomes.
    private JsonObject Note(JsonObject call, long id, string table, long entityId) => new()
    {
        ["id"] = id,
        ["entity_id"] = entityId,
        ["entity_type"] = table,
        ["note_type"] = $"{call["direction"]}" == "outbound" ? "call_out" : "call_in",
        ["created_at"] = call["created_at"]?.DeepClone() ?? state.Now,
        ["updated_at"] = state.Now,
        ["responsible_user_id"] = call["responsible_user_id"]?.DeepClone(),
        ["params"] = new JsonObject(
            new[] { "uniq", "duration", "source", "link", "phone", "call_result", "call_status" }
            .Select(name => KeyValuePair.Create(name, call[name]?.DeepClone()))),
    };
}
