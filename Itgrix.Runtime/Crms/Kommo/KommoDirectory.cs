using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Adds employees and client to a call, and decides who is responsible.</summary>
internal sealed class KommoDirectory
{
    private const string Client = "client", Lead = "lead", Asked = "asked";

    // Names of what Kommo did not tell, so that it is not created a second time.
    private const string NoClient = "client_unknown", NoLead = "lead_unknown";

    private readonly KommoUsers _users;
    private readonly KommoCustomerLookup _clients;
    private readonly Func<KommoCallOptions> _settings;
    private readonly TimeProvider _time;
    private readonly CallEmployees _employees;

    public KommoDirectory(
    KommoUsers users, KommoCustomerLookup clients, Func<KommoCallOptions> settings, TimeProvider time)
    {
        (_users, _clients, _settings, _time) = (users, clients, settings, time);
        _employees = new(ByExtensionAsync, users.ByIdAsync);
    }

    /// <inheritdoc cref="CallEmployees.KnowAsync"/>
    public Task KnowEmployeesAsync(CallContext context, CancellationToken token) =>
        _employees.KnowAsync(context, token);

    /// <summary>Adds employees and client as far as they are known, without storing anything.</summary>
    public async Task KnowSoFarAsync(CallContext context, CancellationToken token)
    {
        await _employees.KnowSoFarAsync(context, token);
        if (context.Steps.Has(Client))
        {
            await KnowClientAsync(context, token);
            return;
        }
        var (phone, asked) = (context.Call.Client.Best, _time.GetUtcNow());
        var found = Json(await _clients.FindAsync(phone, token));
        context.Found = (phone, asked, found);
        context.Call = context.Call with { Entity = Part(found, Client), Deal = Part(found, Lead) };
    }

    /// <summary>
    /// Finds the client; a client that was found at the call's beginning stays the same for the whole call.
    /// </summary>
    public async Task KnowClientAsync(CallContext context, CancellationToken token)
    {
        var known = await context.Steps.OnceAsync(Client, async stop =>
        {
            var (asked, clients) = context.Found is var (phone, time, known) && phone == context.Call.Client.Best
                ? (time, known?.DeepClone().AsObject() ?? []) : (_time.GetUtcNow(), await FindAsync(context, stop));
            var found = clients ?? new() { [NoClient] = true };
            found[Asked] = asked.ToUnixTimeSeconds();
            return found;
        }, token);
        context.Call = context.Call with { Entity = Part(known, Client), Deal = Part(known, Lead) };
    }

    /// <summary>Whether a client may be created: it is known that there is none.</summary>
    public static bool MayCreateClient(CallContext context) => context.Steps.ResultOf(Client)?.At(NoClient) is null;

    /// <summary>Whether a lead may be created: it is known that the client has none.</summary>
    public static bool MayCreateLead(CallContext context) =>
        MayCreateClient(context) && context.Steps.ResultOf(Client)?.At(NoLead) is null;

    /// <summary>When the call searched for its client, a Unix time; 0 when that is not known.</summary>
    public static long AskedAt(CallContext context) => context.Steps.ResultOf(Client)?.Number(Asked) ?? 0;

    /// <summary>Whether the account has the call.</summary>
    public Task<bool> HasCallAsync(CallContext context, CancellationToken token) =>
        _clients.HasCallAsync(context.Stage.CallId, context.Call.Client.Best, token);

    /// <inheritdoc cref="KommoCustomerLookup.NewAsync"/>
    public Task<Entity> NewAsync(
        KommoEntity kind, JsonObject sent, long id, PhoneField? field, CancellationToken token) =>
        _clients.NewAsync(kind, sent, id, field, token);

    /// <inheritdoc cref="Responsibility.ForAsync"/>
    public Task<long> ResponsibleAsync(CallContext context, CancellationToken token) => Responsibility.ForAsync(
        context, _settings(), async () =>
        {
            foreach (var entity in new[] { context.Call.Deal, context.Call.Entity })
            {
                if (Responsibility.Of(entity) is { } id && await _users.IsActiveAsync(id, token))
                    return id;
            }
            return null;
        }, id => _users.IsActiveAsync(id, token));

    /// <inheritdoc cref="Responsibility.Next"/>
    public IReadOnlyList<long> NextUsers(CallContext context) => Responsibility.Next(context, _settings());

    /// <summary>Whether calls with these participants are recorded in Kommo.</summary>
    public bool IsFollowed(CallFull call) => _settings().OnlyUsers is not { Count: > 0 } only
        || call.Conversations.Values.Any(one => CallEmployees.IdOf(one) is { } id && only.Contains(id));

    private async Task<Employee?> ByExtensionAsync(string phone, CancellationToken token) =>
        _settings().Users.TryGetValue(phone, out var id)
            ? await _users.ByIdAsync(id, token) : await _users.ByPhoneAsync(phone, token);

    /// <summary>Serializes a client, to store it with a call.</summary>
    public static JsonObject Json(Entity entity) => JsonNode.Parse(JsonBytes.From(entity.Write).Span)!.AsObject();

    /// <summary>The reverse.</summary>
    public static Entity Read(JsonNode json) => Entity.Read(KommoJson.Element(json));

    // Null: Kommo refuses to tell. Without the client a call cannot be recorded; without its leads it can.
    private Task<JsonObject?> FindAsync(CallContext context, CancellationToken token) => context.AskAsync(
        "the client", async () =>
        {
            if (await _clients.FindAsync(context.Call.Client.Best, ids => LeadsAsync(context, ids, token), token)
                is not var (client, lead, areLeadsKnown))
                return [];
            var found = Json((client, lead))!;
            if (!areLeadsKnown)
                found[NoLead] = true;
            return found;
        }, token);

    private Task<IReadOnlyList<JsonElement>?> LeadsAsync(
        CallContext context, IReadOnlyCollection<long> ids, CancellationToken token) =>
        context.AskAsync<IReadOnlyList<JsonElement>?>("the client's leads",
            async () => await _clients.LeadsAsync(ids, token), token, CallFlow.QueryPatience);

    private static JsonObject? Json((Entity Client, Entity? Lead)? found) => found is not var (client, lead) ? null
        : new() { [Client] = Json(client), [Lead] = lead is null ? null : Json(lead) };

    private static Entity? Part(JsonNode? known, string name) => known?[name] is JsonObject part ? Read(part) : null;
}
