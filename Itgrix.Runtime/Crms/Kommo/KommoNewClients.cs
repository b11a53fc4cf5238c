using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Kommo;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Creates contacts, leads and incoming leads for unknown numbers.</summary>
internal sealed class KommoNewClients(
    KommoDirectory account, KommoFactsCache facts, KommoFields fields, Func<KommoCallOptions> settings,
    TimeProvider time)
{
    // Longer than two of Kommo's blocks in a row, in which no call creates a lead.
    private static readonly TimeSpan LeadPatience = TimeSpan.FromMinutes(15);

    private readonly KommoNewNumbers _numbers = new(time);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    // Kommo shows a call at the client with its number; without one it takes an incoming lead only.
    public KommoClientKind KindFor(CallContext context) =>
        context.Call.Client.Best.Length == 0 ? KommoClientKind.Unsorted
        : context.Call.Channel.Type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    /// <summary>
    /// Creates a contact, unless a client has the number; of several calls from it only the first creates one.
    /// </summary>
    public async Task<StepOutcome> ContactAsync(CallContext context, CancellationToken token)
    {
        var phone = context.Call.Client.Best;
        // A client without a number could not be found again.
        if (context.Call.Entity is not null || !Makes(context, KommoClientKind.Contact)
            || PhoneSuffix.From(phone).Length == 0)
            return StepOutcome.None;
        using var turn = await _numbers.EnterAsync(phone, token);
        if (await OfAnotherCallAsync(context, KommoEntity.Contacts, "contact", token) is { } other)
        {
            context.Call = context.Call with { Entity = other };
            return StepOutcome.None;
        }
        var outcome = await MakeAsync(context, new(
            "contact", KommoTransport.AddContact, KommoHooks.ProcessContactCreationParams,
            async stop => KommoFields.Contact(
                context, await facts.GetAsync(stop), settings().Tag, await account.ResponsibleAsync(context, stop)))
            {
                Parameters = sent => Dated(KommoPayload.Tagged(sent)),
                NextUsers = account.NextUsers(context),
                IsNeeded = true,
            }, token);
        if (outcome.Result is null || await KnownContactAsync(context, token) is not { } entity)
            return outcome;
        Made(phone, KommoEntity.Contacts, entity);
        context.Call = context.Call with { Entity = entity };
        return outcome;
    }

    /// <summary>The contact that the call created before; <c>null</c> when there is none.</summary>
    public async Task<Entity?> KnownContactAsync(CallContext context, CancellationToken token) =>
        context.Steps.ResultOf("contact")?.Number("id") is not { } id || context.Steps.Sent("contact") is not { } sent
            ? null : await account.NewAsync(
                KommoEntity.Contacts, sent, id, (await facts.GetAsync(token)).PhoneField, token);

    /// <summary>
    /// Creates a lead for a client without an open one; of several calls of a client only the first creates one.
    /// </summary>
    public async Task<StepOutcome> LeadAsync(CallContext context, CancellationToken token)
    {
        if (context.Call is not { Deal: null, Entity: not null } || !Makes(context, KommoClientKind.Lead))
            return StepOutcome.None;
        var phone = context.Call.Client.Best;
        using var turn = await _numbers.EnterAsync(phone, token);
        if (await OfAnotherCallAsync(context, KommoEntity.Leads, "lead", token) is { } other)
        {
            context.Call = context.Call with { Deal = other };
            return StepOutcome.None;
        }
        var outcome = await MakeAsync(context, new("lead", KommoTransport.AddLead, KommoHooks.ProcessLeadCreationParams,
            async stop => KommoFields.Lead(
                context, await facts.GetAsync(stop), settings(), await account.ResponsibleAsync(context, stop)))
            {
                Parameters = sent => Dated(
                    KommoPayload.Tagged(sent), context.Stage.IsPast ? fields.BeginOf(context) : null),
                NextUsers = account.NextUsers(context),
                Patience = LeadPatience,
            }, token);
        if (outcome.Result?.Number("id") is not { } id || context.Steps.Sent("lead") is not { } lead)
            return outcome;
        var entity = await account.NewAsync(KommoEntity.Leads, lead, id, null, token);
        Made(phone, KommoEntity.Leads, entity);
        context.Call = context.Call with { Deal = entity };
        return outcome;
    }

    /// <summary>Creates an incoming lead with the call, which a user accepts or declines.</summary>
    public Task<StepOutcome> UnsortedAsync(CallContext context, string link, CancellationToken token) =>
        context.SendAsync(new("unsorted", KommoTransport.AddUnsorted, KommoHooks.ProcessUnsortedCreationParams,
            async stop => fields.Unsorted(context, await facts.GetAsync(stop), settings(), link))
            { Parameters = sent => Dated(KommoPayload.Unsorted(sent)) }, token);

    /// <summary>Adds the time, by which the entity is found again.</summary>
    public JsonObject Dated(JsonObject request) => Dated(request, null);

    private JsonObject Dated(JsonObject request, long? made)
    {
        request[PseudoParameters.Made] = made ?? time.GetUtcNow().ToUnixTimeSeconds();
        return request;
    }

    // A lead comes with its contact.
    private bool Makes(CallContext context, KommoClientKind kind) =>
        KindFor(context) is var made && (made == kind || made == KommoClientKind.Lead);

    private async Task<Entity?> OfAnotherCallAsync(
        CallContext context, KommoEntity kind, string step, CancellationToken token)
    {
        if (context.Steps.Sent(step) is not null)
            return null;
        var name = $"{step} of another call";
        if (context.Steps.ResultOf(name) is { } known)
            return Entity.Read(known);
        // The absence is not stored: the next attempt may find one.
        if (await FindOtherAsync(context, kind, token) is not { } found)
            return null;
        await context.Steps.OnceAsync(name, _ => Task.FromResult<JsonNode?>(found), token);
        return KommoDirectory.Read(found);
    }

    // Recent results are cached here; entities with an unknown outcome, and older ones, are found in Kommo.
    private async Task<JsonObject?> FindOtherAsync(CallContext context, KommoEntity kind, CancellationToken token)
    {
        if (_numbers.Find(context.Call.Client.Best, kind) is not { } made)
        {
            var since = new[] { _began, _numbers.DoubtedAt(context.Call.Client.Best),
                time.GetUtcNow() - KommoNewNumbers.Kept }.Max();
            return await account.FoundSinceAsync(context, kind, since, token);
        }
        return kind != KommoEntity.Leads || await account.IsOpenAsync($"{made["id"]}", token) ? made : null;
    }

    private async Task<StepOutcome> MakeAsync(CallContext context, RequestSpec request, CancellationToken token)
    {
        var outcome = await context.SendAsync(request, token);
        if (outcome.IsDeferred || context.Steps.Find(request.Name)?.State == StepState.Waiting)
            _numbers.Doubt(context.Call.Client.Best);
        return outcome;
    }

    // For other calls it is nothing new.
    private void Made(string phone, KommoEntity kind, Entity entity) =>
        _numbers.Add(phone, kind, KommoDirectory.Json(entity with { IsNew = false }));
}
