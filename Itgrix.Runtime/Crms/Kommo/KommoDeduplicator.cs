namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Searches for the effect of a request with a lost answer, by data that nobody else would create.</summary>
/// <remarks>
/// An entity that a user changed or deleted meanwhile is not found, and created again; so is one that Kommo's lists
/// do not show yet.
/// </remarks>
internal sealed class KommoDeduplicator(KommoApi api, KommoFactsCache facts)
{
    // Kommo's clock may differ from ours.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <returns>Kommo's data of it; <c>null</c> when it does not exist, or the request is safe to repeat.</returns>
    public async Task<JsonElement?> FindAsync(
        string method, JsonObject sent, DateTimeOffset made, CancellationToken token) => method switch
    {
        KommoTransport.AddContact => await ContactAsync(sent, token),
        KommoTransport.AddLead => await LeadAsync(sent, made - ClocksDiffer, token),
        KommoTransport.AddCall => await CallAsync(sent, made - ClocksDiffer, token),
        KommoTransport.AddTask => await TaskAsync(sent, token),
        KommoTransport.AddUnsorted => await UnsortedAsync(sent, token),
        _ => null,
    };

    // The newest: an older one existed before, and a new one was wanted all the same.
    private async Task<JsonElement?> ContactAsync(JsonObject sent, CancellationToken token)
    {
        var field = (await facts.GetAsync(token)).PhoneField;
        foreach (var phone in field.NumbersIn(KommoJson.Element(sent)))
        {
            if (await api.FindByPhoneAsync(KommoEntity.Contacts, phone, token) is { Count: > 0 } found)
                return found.MaxBy(contact => contact.Number("id"));
        }
        return null;
    }

    private async Task<JsonElement?> LeadAsync(JsonObject sent, DateTimeOffset since, CancellationToken token)
    {
        var contact = (sent["_embedded"]?["contacts"] as JsonArray)?.FirstOrDefault()?["id"]?.ToString();
        var leads = await api.LeadsSinceAsync($"{sent["name"]}", since, token);
        return First(leads, lead => lead.Text("name") == $"{sent["name"]}"
            && (contact is null || lead.Embedded("contacts").Any(one => one.Text("id") == contact)));
    }

    private async Task<JsonElement?> CallAsync(JsonObject sent, DateTimeOffset since, CancellationToken token)
    {
        var type = $"{sent["direction"]}" == "outbound" ? "call_out" : "call_in";
        foreach (var kind in Enum.GetValues<KommoEntity>())
        {
            var notes = await api.NotesSinceAsync(kind, type, since, token);
            if (First(notes, note => note.At("params")?.Text("uniq") == $"{sent["uniq"]}") is { } found)
                return found;
        }
        return null;
    }

    private async Task<JsonElement?> TaskAsync(JsonObject sent, CancellationToken token) => First(
        await api.TasksAsync(sent["entity_type"]?.ToString(), sent["entity_id"]?.ToString(),
            sent["responsible_user_id"]?.ToString(), token),
        task => task.Text("text") == $"{sent["text"]}" && task.Text("complete_till") == $"{sent["complete_till"]}");

    private async Task<JsonElement?> UnsortedAsync(JsonObject sent, CancellationToken token) => First(
        await api.UnsortedCallsAsync(token), one => one.Text("source_uid") == $"{sent["source_uid"]}");

    private static JsonElement? First(IEnumerable<JsonElement> all, Func<JsonElement, bool> isIt)
    {
        foreach (var one in all)
        {
            if (isIt(one))
                return one;
        }
        return null;
    }
}
