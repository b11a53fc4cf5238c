using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Makes contacts, leads and what waits to be accepted, for numbers that nobody has.</summary>
internal sealed class KommoNewClients(
    KommoDirectory account, KommoFactsCache facts, KommoFields fields, Func<KommoCallOptions> settings,
    TimeProvider time)
{
    private readonly KommoNewNumbers _numbers = new(time);
    private readonly DateTimeOffset _began = time.GetUtcNow();

    public KommoClientKind KindFor(CallContext call) =>
        call.Call.Channel.Type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    /// <summary>A contact, unless somebody has the number; of several calls from it only the first makes one.</summary>
    public async Task ContactAsync(CallContext call, CancellationToken token)
    {
        var phone = call.Call.Client.Best;
        // Who shows no number cannot be found again.
        if (call.Call.Entity is not null || !Makes(call, KommoClientKind.Contact) || PhoneSuffix.From(phone).Length == 0)
            return;
        using var turn = await _numbers.EnterAsync(phone, token);
        if (await OfAnotherCallAsync(call, KommoEntity.Contacts, "contact", token) is { } other)
        {
            call.Call = call.Call with { Entity = other };
            return;
        }
        var answer = await MakeAsync(call, new("contact", KommoTransport.AddContact, "process_contact_creation_params",
            async stop => KommoFields.Contact(
                call, await facts.GetAsync(stop), settings().Tag, account.ResponsibleFor(call)))
            { Parameters = sent => Dated(KommoPayload.Tagged(sent)), IsNeeded = true }, token);
        if (answer?.Number("id") is not { } id || call.Steps.Sent("contact") is not { } contact)
            return;
        var field = (await facts.GetAsync(token)).PhoneField;
        var entity = await account.NewAsync(KommoEntity.Contacts, contact, id, field, token);
        Made(phone, KommoEntity.Contacts, entity);
        call.Call = call.Call with { Entity = entity };
    }

    /// <summary>A lead for a client who has no open one; of several calls of his only the first makes one.</summary>
    public async Task LeadAsync(CallContext call, CancellationToken token)
    {
        if (call.Call is not { Deal: null, Entity: not null } || !Makes(call, KommoClientKind.Lead))
            return;
        var phone = call.Call.Client.Best;
        using var turn = await _numbers.EnterAsync(phone, token);
        if (await OfAnotherCallAsync(call, KommoEntity.Leads, "lead", token) is { } other)
        {
            call.Call = call.Call with { Deal = other };
            return;
        }
        var answer = await MakeAsync(call, new("lead", KommoTransport.AddLead, "process_lead_creation_params",
            async stop => KommoFields.Lead(call, await facts.GetAsync(stop), settings(), account.ResponsibleFor(call)))
            { Parameters = sent => Dated(
                KommoPayload.Tagged(sent), call.Stage.IsPast ? fields.BeginOf(call) : null) }, token);
        if (answer?.Number("id") is not { } id || call.Steps.Sent("lead") is not { } lead)
            return;
        var entity = await account.NewAsync(KommoEntity.Leads, lead, id, null, token);
        Made(phone, KommoEntity.Leads, entity);
        call.Call = call.Call with { Deal = entity };
    }

    /// <summary>The call, and a contact and lead that somebody accepts or declines.</summary>
    /// <returns>Whether Kommo has it now.</returns>
    public async Task<bool> UnsortedAsync(CallContext call, string link, CancellationToken token) =>
        await call.SendAsync(new("unsorted", KommoTransport.AddUnsorted, "process_unsorted_creation_params",
            async stop => fields.Unsorted(call, await facts.GetAsync(stop), settings(), link))
            { Parameters = sent => Dated(KommoPayload.Unsorted(sent)) }, token) is not null;

    /// <summary>With the time, so that it is found again.</summary>
    public JsonObject Dated(JsonObject request) => Dated(request, null);

    private JsonObject Dated(JsonObject request, long? made)
    {
        request[KommoTransport.Made] = made ?? time.GetUtcNow().ToUnixTimeSeconds();
        return request;
    }

    // A lead comes with its contact.
    private bool Makes(CallContext call, KommoClientKind kind) =>
        KindFor(call) is var made && (made == kind || made == KommoClientKind.Lead);

    private async Task<Entity?> OfAnotherCallAsync(
        CallContext call, KommoEntity kind, string step, CancellationToken token)
    {
        if (call.Steps.Sent(step) is not null)
            return null;
        var name = $"{step} of another call";
        if (call.Steps.ResultOf(name) is { } known)
            return Entity.Read(known);
        // That there is none may be otherwise at the next try.
        if (await FindOtherAsync(call, kind, token) is not { } found)
            return null;
        await call.Steps.OnceAsync(name, _ => Task.FromResult<JsonNode?>(found), token);
        return KommoDirectory.Read(found);
    }

    // What was made lately is remembered here; what was made perhaps, or before that, Kommo finds.
    private async Task<JsonObject?> FindOtherAsync(CallContext call, KommoEntity kind, CancellationToken token)
    {
        if (_numbers.Find(call.Call.Client.Best, kind) is not { } made)
        {
            var since = new[] { _began, _numbers.DoubtedAt(call.Call.Client.Best),
                time.GetUtcNow() - KommoNewNumbers.Kept }.Max();
            return await account.FoundSinceAsync(call, kind, since, token);
        }
        return kind != KommoEntity.Leads || await account.IsOpenAsync($"{made["id"]}", token) ? made : null;
    }

    private async Task<JsonElement?> MakeAsync(CallContext call, RequestSpec request, CancellationToken token)
    {
        try
        {
            return await call.SendAsync(request, token);
        }
        catch (CallWaitsException)
        {
            _numbers.Doubt(call.Call.Client.Best);
            throw;
        }
    }

    // To other calls it is nothing new.
    private void Made(string phone, KommoEntity kind, Entity entity) =>
        _numbers.Add(phone, kind, KommoDirectory.Json(entity with { IsNew = false }));
}
