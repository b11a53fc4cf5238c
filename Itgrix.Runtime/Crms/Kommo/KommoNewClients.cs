using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Kommo;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Creates contacts, leads and incoming leads for unknown numbers.</summary>
internal sealed class KommoNewClients(
    KommoDirectory account, KommoDuplicates duplicates, KommoFactsCache facts, KommoFields fields,
    Func<KommoCallOptions> settings, TimeProvider time)
{
    private const string Contact = "contact", Lead = "lead";

    // Kommo shows a call at the client with its number; without one it takes an incoming lead only.
    public KommoClientKind KindFor(CallContext context) =>
        context.Call.Client.Best.Length == 0 ? KommoClientKind.Unsorted
        : context.Call.Channel.Type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    /// <summary>
    /// Creates a contact, unless a client has the number; of several calls from it only the first creates one.
    /// </summary>
    public async Task<StepOutcome> ContactAsync(CallContext context, CancellationToken token)
    {
        // A client without a number could not be found again.
        if (context.Call.Entity is not null || !Makes(context, KommoClientKind.Contact)
            || PhoneSuffix.From(context.Call.Client.Best).Length == 0)
            return StepOutcome.None;
        var outcome = await context.SendAsync(new(
            Contact, KommoTransport.AddContact, KommoHooks.ProcessContactCreationParams,
            async stop => KommoFields.Contact(
                context, await facts.GetAsync(stop), settings().Tag, await account.ResponsibleAsync(context, stop)))
            {
                Known = Known(context, KommoEntity.Contacts),
                Parameters = sent => Marked(context, Dated(KommoPayload.Tagged(sent))),
                NextUsers = account.NextUsers(context),
                IsNeeded = true,
            }, token);
        if (await KnownContactAsync(context, token) is { } entity)
            context.Call = context.Call with { Entity = entity };
        return outcome;
    }

    /// <summary>The contact that was created for the call before; <c>null</c> when there is none.</summary>
    public Task<Entity?> KnownContactAsync(CallContext context, CancellationToken token) =>
        MadeAsync(context, KommoEntity.Contacts, Contact, token);

    /// <summary>
    /// Creates a lead for a client without an open one; of several calls of a client only the first creates one.
    /// </summary>
    public async Task<StepOutcome> LeadAsync(CallContext context, CancellationToken token)
    {
        if (context.Call is not { Deal: null, Entity: not null } || !Makes(context, KommoClientKind.Lead))
            return StepOutcome.None;
        var outcome = await context.SendAsync(new(Lead, KommoTransport.AddLead, KommoHooks.ProcessLeadCreationParams,
            async stop => KommoFields.Lead(
                context, await facts.GetAsync(stop), settings(), await account.ResponsibleAsync(context, stop)))
            {
                Known = Known(context, KommoEntity.Leads),
                Parameters = sent => Marked(context, Dated(
                    KommoPayload.Tagged(sent), context.Stage.IsPast ? fields.BeginOf(context) : null)),
                NextUsers = account.NextUsers(context),
                Patience = CallFlow.ClientPatience,
            }, token);
        if (await MadeAsync(context, KommoEntity.Leads, Lead, token) is { } entity)
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

    private static JsonObject Marked(CallContext context, JsonObject request) =>
        KommoDuplicates.Marked(request, context.Call.Client.Best, KommoDirectory.AskedAt(context));

    private Func<CancellationToken, Task<JsonElement?>> Known(CallContext context, KommoEntity kind) => stop =>
        duplicates.FindAsync(kind, context.Call.Client.Best, KommoDirectory.AskedAt(context), stop);

    // A lead comes with its contact.
    private bool Makes(CallContext context, KommoClientKind kind) =>
        KindFor(context) is var made && (made == kind || made == KommoClientKind.Lead);

    private async Task<Entity?> MadeAsync(
        CallContext context, KommoEntity kind, string step, CancellationToken token)
    {
        if (context.Steps.ResultOf(step) is not { } result)
            return null;
        if (KommoDuplicates.ExistingIn(result) is { } existing)
            return existing;
        if (result.Number("id") is not { } id || context.Steps.Sent(step) is not { } sent)
            return null;
        var field = kind == KommoEntity.Contacts ? (await facts.GetAsync(token)).PhoneField : null;
        return await account.NewAsync(kind, sent, id, field, token);
    }
}
