using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Avoids duplicates of contacts and leads: of several calls of a number only the first creates them, whoever sends
/// their requests and however often. Entities that were created here are cached; those with an unknown outcome, and
/// older ones, are searched for in Kommo.
/// </summary>
internal sealed class KommoDuplicates(KommoCustomerLookup clients, KommoFactsCache facts, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("kommo");

    private const string Existing = "existing";

    private readonly KommoNewNumbers _numbers = new(time);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>The entity of another call, when a request has that for its result.</summary>
    public static Entity? ExistingIn(JsonElement result) =>
        result.At(Existing) is { ValueKind: JsonValueKind.Object } entity ? Entity.Read(entity) : null;

    /// <summary>Adds what <see cref="CreateAsync"/> needs to know of the call.</summary>
    /// <param name="request">The request that creates the entity.</param>
    /// <param name="phone">The client's number.</param>
    /// <param name="asked">When the call searched for the client, a Unix time.</param>
    public static JsonObject Marked(JsonObject request, string phone, long asked)
    {
        (request[PseudoParameters.Phone], request[PseudoParameters.Asked]) = (phone, asked);
        return request;
    }

    /// <summary>Creates an entity, unless another call has created it meanwhile.</summary>
    /// <param name="kind">Contacts or leads.</param>
    /// <param name="request">The request, <see cref="Marked"/>.</param>
    /// <param name="findOwn">Finds the effect of an earlier attempt at the same request.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>Kommo's answer, or one with an entity for <see cref="ExistingIn"/>.</returns>
    /// <exception cref="CrmException">Kommo refuses, or does not answer.</exception>
    public async Task<JsonElement> CreateAsync(
        KommoEntity kind, JsonObject request, Func<Task<JsonElement?>> findOwn, Func<Task<JsonElement>> send,
        CancellationToken token)
    {
        var phone = $"{request[PseudoParameters.Phone]}";
        if (PhoneSuffix.From(phone).Length == 0)
            return await findOwn() ?? await send();
        using var turn = await _numbers.EnterAsync(phone, token);
        if (await CachedAsync(kind, phone, token) is { } cached)
            return cached;
        try
        {
            var made = await findOwn();
            if (made is null && await SearchAsync(kind, phone, (long?)request[PseudoParameters.Asked] ?? 0, token)
                is { } found)
                return found;
            made ??= await send();
            Add(phone, kind, request, made.Value);
            return made.Value;
        }
        catch
        {
            _numbers.Doubt(phone);
            throw;
        }
    }

    /// <summary>
    /// The entity that another call has created since this call's search, as <see cref="CreateAsync"/> returns it;
    /// <c>null</c> when there is none.
    /// </summary>
    public async Task<JsonElement?> FindAsync(KommoEntity kind, string phone, long asked, CancellationToken token) =>
        await CachedAsync(kind, phone, token) ?? await SearchAsync(kind, phone, asked, token);

    private void Add(string phone, KommoEntity kind, JsonObject request, JsonElement made)
    {
        if (made.Number("id") is not { } id)
            return;
        var entity = PseudoParameters.Without(request);
        entity["id"] = id;
        _numbers.Add(phone, kind, entity);
    }

    private async Task<JsonElement?> CachedAsync(KommoEntity kind, string phone, CancellationToken token)
    {
        if (_numbers.Find(phone, kind) is not { } made
            || kind == KommoEntity.Leads && !await clients.IsOpenAsync($"{made["id"]}", token))
            return null;
        var field = kind == KommoEntity.Leads ? null : (await facts.GetAsync(token)).PhoneField;
        var entity = await clients.NewAsync(kind, made, (long)made["id"]!, field, token);
        return Result(entity with { IsNew = false });
    }

    private async Task<JsonElement?> SearchAsync(
        KommoEntity kind, string phone, long asked, CancellationToken token)
    {
        var since = new[] { _began, _numbers.DoubtedAt(phone), time.GetUtcNow() - KommoNewNumbers.Kept }.Max();
        if (asked > since.ToUnixTimeSeconds())
            return null;
        try
        {
            var found = await clients.FindAsync(phone, token);
            return (kind == KommoEntity.Leads ? found?.Lead : found?.Client) is { } entity ? Result(entity) : null;
        }
        catch (CrmException error) when (!error.IsRetried || error.Failure == CrmFailure.Forbidden)
        {
            KommoLogMessages.NotSearched(Log, phone, error.Message);
            return null;
        }
    }

    private static JsonElement Result(Entity entity) => KommoJson.Element(
        new JsonObject { ["id"] = entity.Id, [Existing] = KommoDirectory.Json(entity) });
}
