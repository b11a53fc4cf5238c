using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Finds clients and their calls in Kommo.</summary>
internal sealed class KommoCustomerLookup(KommoApi api, KommoUsers users, Func<NumberPlan> numbers)
{
    private const int MaxLeads = 20;

    /// <summary>The contact, else the company, with the number, and its open lead.</summary>
    /// <exception cref="CrmException">Kommo does not answer.</exception>
    public async Task<(Entity Client, Entity? Lead)?> FindAsync(string phone, CancellationToken token) =>
        await FindAsync(phone, ids => api.LeadsAsync(ids, token)!, token) is var (client, lead, _)
            ? (client, lead) : null;

    /// <summary>The same, with leads that may not be known.</summary>
    /// <param name="phone">The number.</param>
    /// <param name="readLeads">Reads the clients' leads; <c>null</c>: there is no answer.</param>
    /// <param name="token">Cancels.</param>
    public async Task<(Entity Client, Entity? Lead, bool AreLeadsKnown)?> FindAsync(
        string phone, Func<IReadOnlyCollection<long>, Task<IReadOnlyList<JsonElement>?>> readLeads,
        CancellationToken token)
    {
        foreach (var kind in new[] { KommoEntity.Contacts, KommoEntity.Companies })
        {
            if (await api.FindByPhoneAsync(kind, phone, token) is not { Count: > 0 } found)
                continue;
            // Of several, the one with an open lead; else the oldest.
            var leads = await readLeads([.. found.SelectMany(LeadsOf).Distinct().OrderDescending()]);
            var lead = OpenIn(leads ?? []);
            var client = lead is null
                ? found[0]
                : found.First(one => LeadsOf(one).Contains(lead.Value.Number("id")!.Value));
            return (await EntityAsync(kind, client, token),
                lead is null ? null : await EntityAsync(KommoEntity.Leads, lead.Value, token), leads is not null);
        }
        return null;
    }

    /// <summary>The leads with these ids.</summary>
    public Task<IReadOnlyList<JsonElement>> LeadsAsync(IReadOnlyCollection<long> ids, CancellationToken token) =>
        api.LeadsAsync(ids, token);

    /// <summary>The client; the employee responsible for the open lead is responsible for the client.</summary>
    public async Task<Entity?> FindCallerAsync(string phone, CancellationToken token) =>
        await FindAsync(phone, token) is not var (client, lead) ? null
            : client with { ResponsibleId = $"{Responsibility.Of(lead) ?? Responsibility.Of(client)}" };

    /// <summary>
    /// Whether a client with the number has that call, or it still waits to be accepted. A call is not found when its
    /// number was removed from the contact since.
    /// </summary>
    /// <exception cref="CrmException">Kommo does not answer.</exception>
    public async Task<bool> HasCallAsync(string id, string phone, CancellationToken token)
    {
        foreach (var kind in new[] { KommoEntity.Contacts, KommoEntity.Companies })
        {
            foreach (var client in await api.FindByPhoneAsync(kind, phone, token))
            {
                var leads = client.Embedded("leads").Select(lead => (KommoEntity.Leads, lead.Number("id")));
                foreach (var (table, entity) in leads.Take(MaxLeads).Prepend((kind, client.Number("id"))))
                {
                    if (entity is { } number && (await api.CallNotesAsync(table, number, token)).Any(IsIt))
                        return true;
                }
            }
        }
        return (await api.UnsortedCallsAsync(token)).Any(one => one.Text("source_uid") == id);

        bool IsIt(JsonElement note) => note.At("params")?.Text("uniq") == id;
    }

    /// <summary>An entity that a call has just created, as hooks see it.</summary>
    /// <param name="kind">The kind of the entity.</param>
    /// <param name="sent">The fields it was created with.</param>
    /// <param name="id">Its id in Kommo.</param>
    /// <param name="field">The field of its numbers; <c>null</c> when it has none.</param>
    /// <param name="token">Cancels.</param>
    public async Task<Entity> NewAsync(
        KommoEntity kind, JsonObject sent, long id, PhoneField? field, CancellationToken token)
    {
        var fields = PseudoParameters.Without(sent);
        fields["id"] = id;
        var made = KommoJson.Element(fields);
        return await EntityAsync(kind, made, token) with
        {
            IsNew = true, Phones = field is null ? [] : [.. field.NumbersIn(made).Select(numbers().Of)],
        };
    }

    /// <summary>Whether the lead is neither won nor lost yet.</summary>
    public async Task<bool> IsOpenAsync(string lead, CancellationToken token) =>
        long.TryParse(lead, out var id) && OpenIn(await api.LeadsAsync([id], token)) is not null;

    // The newest.
    private static JsonElement? OpenIn(IEnumerable<JsonElement> leads)
    {
        foreach (var lead in leads.Where(one => one.Number("id") > 0).OrderByDescending(one => one.Number("id")))
        {
            if (IsOpen(lead))
                return lead;
        }
        return null;
    }

    private static IEnumerable<long> LeadsOf(JsonElement client) =>
        client.Embedded("leads").Select(lead => lead.Number("id")).OfType<long>();

    // Won and lost are the same two stages in every pipeline of every account.
    private static bool IsOpen(JsonElement lead) => lead.Number("status_id") is not (142 or 143)
        && lead.At("is_deleted")?.ValueKind != JsonValueKind.True;

    private async Task<Entity> EntityAsync(KommoEntity kind, JsonElement json, CancellationToken token)
    {
        var responsible = json.Number("responsible_user_id") ?? 0;
        return new()
        {
            Id = json.Text("id") ?? "",
            Name = json.Text("name") ?? "",
            Phones = [.. PhoneField.NumbersOf(json).Select(numbers().Of)],
            Raw = RawFields.WithoutEmpty(json),
            Responsible = (await users.ByIdAsync(responsible, token))?.ToUser(),
            ResponsibleId = responsible > 0 ? $"{responsible}" : "",
            Type = kind switch { KommoEntity.Contacts => "contact", KommoEntity.Companies => "company", _ => "lead" },
        };
    }
}
