using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Contacts, companies and leads: lists, one, new ones, changes.</summary>
internal sealed class EntityApi(AccountState state, string table)
{
    private readonly Entities _entities = new(state, table);
    private readonly EntityRules _rules = new(state, table);

    public ApiAnswer List(ApiCall call)
    {
        var query = call.Query.GetValueOrDefault("query", "");
        var found = state.Table(table).Where(one => one["is_unsorted"] is null && Matches(one, query)
            && Lists.IsAmong(call, "filter[id][]", one["id"])
            && Lists.IsSince(call, "filter[created_at][from]", one["created_at"]));
        return Pages.Of(call, table, [.. found.Select(one => _entities.Shown(one, call))]);
    }

    public ApiAnswer Get(ApiCall call, long id) =>
        state.Find(table, id) is { } entity ? ApiAnswer.Ok(_entities.Shown(entity, call)) : ApiAnswer.Nothing();

    public ApiAnswer Add(ApiCall call) => Each(call, isUpdate: false, (sent, requestId) =>
    {
        var entity = _entities.Add(sent);
        return new()
        {
            ["id"] = entity["id"]!.DeepClone(), ["request_id"] = requestId,
            ["_links"] = call.Link($"{table}/{entity["id"]}"),
        };
    });

    public ApiAnswer Update(ApiCall call) =>
        Each(call, isUpdate: true, (sent, _) => Updated(call, (long)sent["id"]!, sent));

    public ApiAnswer UpdateOne(ApiCall call, long id)
    {
        if (state.Find(table, id) is null)
            throw ApiProblem.NotFound();
        var sent = call.Body as JsonObject ?? throw ApiProblem.Bad("An object is expected.");
        var errors = _rules.Check(sent, isUpdate: false).ToList();
        return errors.Count == 0 ? ApiAnswer.Ok(Updated(call, id, sent))
            : throw ApiProblem.Invalid(errors.Select(error => ("0", error)));
    }

    private JsonObject Updated(ApiCall call, long id, JsonObject sent)
    {
        var entity = _entities.Update(id, sent);
        return new()
        {
            ["id"] = id, ["name"] = entity["name"]!.DeepClone(), ["updated_at"] = entity["updated_at"]!.DeepClone(),
            ["_links"] = call.Link($"{table}/{id}"),
        };
    }

    // One invalid entity rejects all.
    private ApiAnswer Each(ApiCall call, bool isUpdate, Func<JsonObject, string, JsonObject> take)
    {
        var sent = call.Entities;
        var wrong = sent.SelectMany((entity, index) =>
            _rules.Check(entity, isUpdate).Select(error => (ApiCall.RequestId(entity, index), error))).ToList();
        if (wrong.Count > 0)
            throw ApiProblem.Invalid(wrong);
        return ApiAnswer.Ok(new()
        {
            ["_links"] = call.Link(table),
            ["_embedded"] = new JsonObject
            {
                [table] = new JsonArray(
                    [.. sent.Select((entity, index) => (JsonNode)take(entity, ApiCall.RequestId(entity, index)))]),
            },
        });
    }

    private bool Matches(JsonObject entity, string query) =>
        query.Length == 0 || state.IsFound(entity) && Has(entity, query);

    private bool Has(JsonObject entity, string query) =>
        entity["name"]!.ToString().Contains(query, StringComparison.OrdinalIgnoreCase)
        || Phones.Digits(query) is { Length: > 0 } digits
            && state.PhonesOf(entity).Any(phone => Phones.Digits(phone).Contains(digits));
}
