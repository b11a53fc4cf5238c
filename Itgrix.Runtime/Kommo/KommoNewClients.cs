using System.Text.Json.Nodes;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Flows;

namespace Itgrix.Runtime.Kommo;

/// <summary>Makes contacts, leads and what waits to be accepted, for numbers that nobody has.</summary>
internal sealed class KommoNewClients(
    KommoDirectory account, KommoFactsCache facts, KommoFields fields, Func<KommoCallOptions> settings, TimeProvider time)
{
    private readonly KommoNewNumbers _numbers = new(time);

    public KommoClientKind KindFor(HookedCall call) =>
        call.Call.Channel.Type == CallType.Outgoing ? settings().Create.Outgoing : settings().Create.Incoming;

    /// <summary>A contact, unless somebody has the number; of several calls from it only the first makes one.</summary>
    public async Task ContactAsync(HookedCall call, CancellationToken token)
    {
        if (call.Call.Entity is not null || KindFor(call) is not (KommoClientKind.Contact or KommoClientKind.Lead))
            return;
        var phone = call.Call.Client.Best;
        using var turn = await _numbers.EnterAsync(phone, token);
        var other = call.Steps.Sent("contact") is null
            ? await call.Steps.OnceAsync("contact of another call", _ => Task.FromResult(_numbers.Find(phone)), token) : null;
        if (other is not null)
        {
            call.Call = call.Call with { Entity = KommoDirectory.Read(other) };
            return;
        }
        var answer = await call.SendAsync(new("contact", KommoTransport.AddContact, "process_contact_creation_params",
            async stop => KommoFields.Contact(call, await facts.GetAsync(stop), settings().Tag, account.ResponsibleFor(call)))
            { Parameters = sent => Dated(KommoForm.Tagged(sent)), IsNeeded = true }, token);
        if (answer?.Number("id") is not { } id || call.Steps.Sent("contact") is not { } contact)
            return;
        var field = (await facts.GetAsync(token)).PhoneField;
        var entity = await account.NewAsync(KommoEntity.Contacts, contact, id, field, token);
        _numbers.Add(phone, KommoDirectory.Json(entity with { IsNew = false }));
        call.Call = call.Call with { Entity = entity };
    }

    /// <summary>A lead for a client who has no open one.</summary>
    public async Task LeadAsync(HookedCall call, CancellationToken token)
    {
        if (call.Call is not { Deal: null, Entity: not null } || KindFor(call) != KommoClientKind.Lead)
            return;
        var answer = await call.SendAsync(new("lead", KommoTransport.AddLead, "process_lead_creation_params",
            async stop => KommoFields.Lead(call, await facts.GetAsync(stop), settings(), account.ResponsibleFor(call)))
            { Parameters = sent => Dated(KommoForm.Tagged(sent), call.Stage.IsPast ? fields.BeginOf(call) : null) }, token);
        if (answer?.Number("id") is { } id && call.Steps.Sent("lead") is { } lead)
            call.Call = call.Call with { Deal = await account.NewAsync(KommoEntity.Leads, lead, id, null, token) };
    }

    /// <summary>The call, and a contact and lead that somebody accepts or declines.</summary>
    /// <returns>Whether Kommo has it now.</returns>
    public async Task<bool> UnsortedAsync(HookedCall call, string link, CancellationToken token) =>
        await call.SendAsync(new("unsorted", KommoTransport.AddUnsorted, "process_unsorted_creation_params",
            async stop => fields.Unsorted(call, await facts.GetAsync(stop), settings(), link))
            { Parameters = sent => Dated(KommoForm.Unsorted(sent)) }, token) is not null;

    /// <summary>With the time, so that it is found again.</summary>
    public JsonObject Dated(JsonObject request) => Dated(request, null);

    private JsonObject Dated(JsonObject request, long? made)
    {
        request[KommoTransport.Made] = made ?? time.GetUtcNow().ToUnixTimeSeconds();
        return request;
    }
}
