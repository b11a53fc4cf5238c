using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// The requests that calls need, each with all of its pages. All throw <see cref="CrmException"/>.
/// </summary>
internal sealed class KommoApi(KommoApiClient client)
{
    private const string OfLinked = "leads,contacts,companies";

    // No client has more open leads, and the length of an address is limited.
    private const int MaxIds = 50;

    /// <summary>Contacts or companies with the number, in any format.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindByPhoneAsync(
        KommoEntity kind, string phone, CancellationToken token)
    {
        var tail = PhoneSuffix.From(phone);
        if (tail.Length == 0)
            return [];
        // The search covers names and other fields as well. A text with more than a page of results is no number.
        var found = await client.GetAsync(
            $"{kind.Path()}?query={tail}&with={LinkedTo(kind)}&limit={KommoApiClient.PageSize}", token);
        return [.. found.Embedded(kind.Name())
            .Where(one => PhoneField.NumbersOf(one).Any(number => PhoneSuffix.From(number) == tail))];
    }

    /// <summary>
    /// The contact, lead or company with its links; <c>null</c> when it no longer exists.
    /// </summary>
    public async Task<JsonElement?> GetAsync(KommoEntity kind, long id, CancellationToken token)
    {
        try
        {
            var entity = await client.GetAsync($"{kind.Path()}/{id}?with={LinkedTo(kind)}", token);
            return entity.Number("id") is null ? null : entity;
        }
        catch (CrmException error) when (error.Code == KommoRefusals.NotFound)
        {
            return null;
        }
    }

    public Task<IReadOnlyList<KommoResult>> CreateAsync(
        KommoEntity kind, IReadOnlyList<JsonObject> entities, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Post, kind.Path(), kind.Name(), entities, token);

    /// <param name="entities">Each with its <c>id</c>.</param>
    public Task<IReadOnlyList<KommoResult>> UpdateAsync(
        KommoEntity kind, IReadOnlyList<JsonObject> entities, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Patch, kind.Path(), kind.Name(), entities, token);

    /// <summary>Calls of numbers that a contact or company has; others fail with code 263.</summary>
    public Task<IReadOnlyList<KommoResult>> AddCallsAsync(IReadOnlyList<JsonObject> calls, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Post, "/api/v4/calls", "calls", calls, token);

    public Task<IReadOnlyList<KommoResult>> AddTasksAsync(IReadOnlyList<JsonObject> tasks, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Post, "/api/v4/tasks", "tasks", tasks, token);

    /// <summary>Incoming leads for calls from unknown numbers, which a user accepts or declines.</summary>
    public Task<IReadOnlyList<KommoResult>> AddUnsortedCallsAsync(
        IReadOnlyList<JsonObject> unsorted, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Post, "/api/v4/leads/unsorted/sip", "unsorted", unsorted, token);

    /// <summary>Shows the card of a call to the users it names, or to all when it names none.</summary>
    public Task ShowCardAsync(JsonObject card, CancellationToken token) =>
        client.PostAsync("/api/v2/events/", new JsonObject { ["add"] = new JsonArray(card.DeepClone()) }, token);

    /// <summary>Leads with the text, including the newest, with their contacts.</summary>
    public Task<IReadOnlyList<JsonElement>> LeadsSinceAsync(
        string text, DateTimeOffset since, CancellationToken token) =>
        client.ListAsync($"/api/v4/leads?query={Uri.EscapeDataString(text)}&filter[created_at][from]="
            + $"{since.ToUnixTimeSeconds()}&with=contacts", "leads", token);

    /// <summary>The leads of these ids that exist.</summary>
    public async Task<IReadOnlyList<JsonElement>> LeadsAsync(IReadOnlyCollection<long> ids, CancellationToken token) =>
        ids.Count == 0 ? [] : (await client.GetAsync($"/api/v4/leads?limit={KommoApiClient.PageSize}&with=contacts"
            + string.Concat(ids.Take(MaxIds).Select(id => $"&filter[id][]={id}")), token)).Embedded("leads");

    /// <summary>Notes of the type on all entities of the kind.</summary>
    public Task<IReadOnlyList<JsonElement>> NotesSinceAsync(
        KommoEntity kind, string type, DateTimeOffset since, CancellationToken token) =>
        client.ListAsync($"{kind.Path()}/notes?filter[note_type][]={type}&filter[updated_at][from]="
            + $"{since.ToUnixTimeSeconds()}", "notes", token);

    /// <summary>The calls of an entity.</summary>
    public Task<IReadOnlyList<JsonElement>> CallNotesAsync(KommoEntity kind, long id, CancellationToken token) =>
        client.ListAsync(
            $"{kind.Path()}/{id}/notes?filter[note_type][]=call_in&filter[note_type][]=call_out", "notes", token);

    /// <param name="tasks">Each with its <c>id</c>.</param>
    public Task<IReadOnlyList<KommoResult>> UpdateTasksAsync(
        IReadOnlyList<JsonObject> tasks, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Patch, "/api/v4/tasks", "tasks", tasks, token);

    /// <summary>Adds a note to an entity.</summary>
    public Task<IReadOnlyList<KommoResult>> AddNoteAsync(
        KommoEntity kind, long id, JsonObject note, CancellationToken token) =>
        client.SendManyAsync(HttpMethod.Post, $"{kind.Path()}/{id}/notes", "notes", [note], token);

    /// <summary>The newest tasks of an entity, or, without one, of a user.</summary>
    public async Task<IReadOnlyList<JsonElement>> TasksAsync(
        string? entityType, string? entityId, string? user, CancellationToken token)
    {
        var filter = entityId is null ? $"filter[responsible_user_id][]={Uri.EscapeDataString(user ?? "")}"
            : $"filter[entity_type]={Uri.EscapeDataString(entityType ?? "")}"
                + $"&filter[entity_id][]={Uri.EscapeDataString(entityId)}";
        return (await client.GetAsync(
                $"/api/v4/tasks?{filter}&order[created_at]=desc&limit={KommoApiClient.PageSize}", token))
            .Embedded("tasks");
    }

    /// <summary>The newest calls that nobody has accepted yet.</summary>
    public async Task<IReadOnlyList<JsonElement>> UnsortedCallsAsync(CancellationToken token) =>
        (await client.GetAsync($"/api/v4/leads/unsorted?filter[category][]=sip&order[created_at]=desc&limit="
            + $"{KommoApiClient.PageSize}", token)).Embedded("unsorted");

    public Task<IReadOnlyList<JsonElement>> UsersAsync(CancellationToken token) =>
        client.ListAsync("/api/v4/users?with=phone_number", "users", token);

    public Task<JsonElement> AccountAsync(CancellationToken token) => client.GetAsync("/api/v4/account", token);

    public async Task<IReadOnlyList<JsonElement>> PipelinesAsync(CancellationToken token) =>
        (await client.GetAsync("/api/v4/leads/pipelines", token)).Embedded("pipelines");

    /// <summary>The field for the numbers of contacts; <c>null</c> when the account lacks it.</summary>
    public async Task<PhoneField?> PhoneFieldAsync(CancellationToken token) =>
        PhoneField.Find(await client.ListAsync("/api/v4/contacts/custom_fields", "custom_fields", token));

    private static string LinkedTo(KommoEntity kind) =>
        string.Join(',', OfLinked.Split(',').Where(name => name != kind.Name()));
}
