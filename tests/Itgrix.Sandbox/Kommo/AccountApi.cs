using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Routes of the API; any other is answered 404.</summary>
internal sealed class AccountApi(AccountState state, AccountSettings settings)
{
    private readonly TaskApi _tasks = new(state);
    private readonly Lists _lists = new(state);

    public ApiAnswer Do(ApiCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["account"]) => ApiAnswer.Ok(Account(call)),
        ("GET", ["users"]) => Pages.Of(call, "users", state.Table("users")),
        ("GET", ["leads", "pipelines"]) => ApiAnswer.Ok(Pipelines(call)),
        ("GET", ["contacts" or "companies", "custom_fields"]) =>
            Pages.Of(call, "custom_fields", state.Table($"{call.Path[0]}/custom_fields")),
        ("POST", ["calls"]) => new CallApi(state, settings).Add(call),
        ("GET", ["tasks"]) => _lists.Tasks(call),
        ("POST", ["tasks"]) => _tasks.Tasks(call),
        ("PATCH", ["tasks"]) => _tasks.Update(call),
        ("GET", ["leads", "unsorted"]) => _lists.Unsorted(call),
        ("GET", ["contacts" or "companies" or "leads", "notes"]) => _lists.Notes(call),
        ("POST", ["leads", "unsorted", "sip"]) => new UnsortedApi(state).Add(call),
        ("POST", ["v2", "events"]) => Card(call),
        (_, ["contacts" or "companies" or "leads", ..]) => Entity(call, new(state, call.Path[0])),
        _ => throw ApiProblem.NotFound(),
    };

    private ApiAnswer Entity(ApiCall call, EntityApi entities) => (call.Method, call.Path) switch
    {
        ("GET", [_]) => entities.List(call),
        ("POST", [_]) => entities.Add(call),
        ("PATCH", [_]) => entities.Update(call),
        ("GET", [_, var id]) => entities.Get(call, Id(id)),
        ("PATCH", [_, var id]) => entities.UpdateOne(call, Id(id)),
        ("GET", [_, var id, "notes"]) => _lists.NotesOf(call, id),
        ("POST", [var table, var id, "notes"]) => _tasks.Notes(call, table, Id(id)),
        _ => throw ApiProblem.NotFound(),
    };

    // The old interface: it shows the card of a call and returns nothing more.
    private ApiAnswer Card(ApiCall call)
    {
        var cards = call.Body?["add"] as JsonArray;
        if (cards is not { Count: > 0 }
            || cards.Any(card => card?["type"]?.ToString() != "phone_call" || card["phone_number"] is null))
            throw ApiProblem.Bad("add with type phone_call and phone_number is expected.");
        state.Table("cards").AddRange(cards.Select(card => card!.DeepClone().AsObject()));
        return new(202, []);
    }

    private static JsonObject Account(ApiCall call) => new()
    {
        ["id"] = AccountState.AccountId,
        ["name"] = "Sandbox",
        ["subdomain"] = "sandbox",
        ["created_at"] = 1577836800,
        ["created_by"] = 0,
        ["updated_at"] = 1577836800,
        ["updated_by"] = 0,
        ["current_user_id"] = AccountSeed.FirstUser,
        ["country"] = "US",
        ["currency"] = "USD",
        ["currency_symbol"] = "$",
        ["customers_mode"] = "unavailable",
        ["is_unsorted_on"] = true,
        ["is_loss_reason_enabled"] = true,
        ["is_helpbot_enabled"] = false,
        ["is_technical_account"] = false,
        ["contact_name_display_order"] = 1,
        ["_links"] = call.Link("account"),
    };

    private JsonObject Pipelines(ApiCall call) => new()
    {
        ["_total_items"] = state.Table("leads/pipelines").Count,
        ["_links"] = call.Link("leads/pipelines"),
        ["_embedded"] = new JsonObject
        {
            ["pipelines"] = new JsonArray([.. state.Table("leads/pipelines").Select(one => one.DeepClone())]),
        },
    };

    private static long Id(string text) => long.TryParse(text, out var id) ? id : throw ApiProblem.NotFound();
}
