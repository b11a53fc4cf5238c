using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Who is who in a call: puts employees and client into it; says who is responsible.</summary>
internal sealed class KommoDirectory
{
    private const string Client = "client", Lead = "lead", Asked = "asked";

    private readonly KommoUsers _users;
    private readonly KommoCustomerLookup _clients;
    private readonly Func<KommoCallOptions> _settings;
    private readonly TimeProvider _time;
    private readonly CallEmployees _employees;

    public KommoDirectory(KommoUsers users, KommoCustomerLookup clients, Func<KommoCallOptions> settings, TimeProvider time)
    {
        (_users, _clients, _settings, _time) = (users, clients, settings, time);
        _employees = new(ByExtensionAsync, users.ByIdAsync);
    }

    /// <inheritdoc cref="CallEmployees.KnowAsync"/>
    public Task KnowEmployeesAsync(CallContext call, CancellationToken token) => _employees.KnowAsync(call, token);

    /// <summary>Finds the client; who was found at the call's beginning stays the same for the whole call.</summary>
    public async Task KnowClientAsync(CallContext call, CancellationToken token)
    {
        var known = await call.Steps.OnceAsync(Client, async stop =>
        {
            var asked = _time.GetUtcNow().ToUnixTimeSeconds();
            var found = await FindAsync(call, stop) ?? [];
            found[Asked] = asked;
            return found;
        }, token);
        call.Call = call.Call with { Entity = Part(known, Client), Deal = Part(known, Lead) };
    }

    /// <summary>
    /// What another call has made of the number since this one's client was looked for; <c>null</c> when it is not
    /// there.
    /// </summary>
    /// <param name="since">What was made from then on is known otherwise.</param>
    public async Task<JsonObject?> FoundSinceAsync(
        CallContext call, KommoEntity kind, DateTimeOffset since, CancellationToken token)
    {
        if (call.Steps.ResultOf(Client)?.Number(Asked) is { } asked && asked > since.ToUnixTimeSeconds())
            return null;
        return (await FindAsync(call, token))?[kind == KommoEntity.Leads ? Lead : Client]?.DeepClone().AsObject();
    }

    /// <inheritdoc cref="KommoCustomerLookup.IsOpenAsync"/>
    public Task<bool> IsOpenAsync(string lead, CancellationToken token) => _clients.IsOpenAsync(lead, token);

    /// <summary>Whether the account has the call.</summary>
    public Task<bool> HasCallAsync(CallContext call, CancellationToken token) =>
        _clients.HasCallAsync(call.Stage.CallId, call.Call.Client.Best, token);

    /// <inheritdoc cref="KommoCustomerLookup.NewAsync"/>
    public Task<Entity> NewAsync(
        KommoEntity kind, JsonObject sent, long id, PhoneField? field, CancellationToken token) =>
        _clients.NewAsync(kind, sent, id, field, token);

    /// <summary>Whose the call is: of who has it, else as the settings say for calls that nobody took.</summary>
    public long ResponsibleFor(CallContext call)
    {
        var options = _settings();
        var last = CallEmployees.IdOf(call.Call.LastConversation) ?? options.DefaultUser;
        if (call.Call.Channel.Type == CallType.Outgoing || call.Call.WasAnswered
            || call.Stage.Stage != CallStage.CallEnded)
            return CallEmployees.IdOf(call.Conversation) ?? options.DefaultUser;
        return options.MissedResponsible switch
        {
            MissedResponsible.Client => ResponsibleOf(call.Call.Deal) ?? ResponsibleOf(call.Call.Entity) ?? last,
            MissedResponsible.LastUser => last,
            _ => options.DefaultUser,
        };
    }

    /// <summary>Whether calls of those who are in it are kept in Kommo at all.</summary>
    public bool IsFollowed(CallFull call) => _settings().OnlyUsers is not { Count: > 0 } only
        || call.Conversations.Values.Any(one => CallEmployees.IdOf(one) is { } id && only.Contains(id));

    public static long? ResponsibleOf(Entity? entity) =>
        long.TryParse(entity?.ResponsibleId, out var id) && id > 0 ? id : null;

    private async Task<Employee?> ByExtensionAsync(string phone, CancellationToken token) =>
        _settings().Users.TryGetValue(phone, out var id)
            ? await _users.ByIdAsync(id, token) : await _users.ByPhoneAsync(phone, token);

    /// <summary>To be remembered with a call.</summary>
    public static JsonObject Json(Entity entity) => JsonNode.Parse(JsonBytes.From(entity.Write).Span)!.AsObject();

    /// <summary>The reverse.</summary>
    public static Entity Read(JsonNode json) => Entity.Read(KommoJson.Element(json));

    private Task<JsonObject?> FindAsync(CallContext call, CancellationToken token) => call.AskAsync(
        "the client", async () => Json(await _clients.FindAsync(call.Call.Client.Best, token)));

    private static JsonObject? Json((Entity Client, Entity? Lead)? found) => found is not var (client, lead) ? null
        : new() { [Client] = Json(client), [Lead] = lead is null ? null : Json(lead) };

    private static Entity? Part(JsonNode? known, string name) => known?[name] is JsonObject part ? Read(part) : null;
}
