using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Sends the requests of the outbox, in batches of up to 50 entities while Kommo is busy with the same method. After a
/// lost answer it searches for the effect of what must not be duplicated.
/// </summary>
internal sealed class KommoTransport : ICrmTransport, IAsyncDisposable
{
    private static readonly ILogger Log = AppLog.For("kommo");

    public const string AddContact = "POST /api/v4/contacts", ChangeContact = "PATCH /api/v4/contacts",
        AddLead = "POST /api/v4/leads", ChangeLead = "PATCH /api/v4/leads", AddCall = "POST /api/v4/calls",
        AddTask = "POST /api/v4/tasks", AddUnsorted = "POST /api/v4/leads/unsorted/sip",
        CompleteTask = "PATCH /api/v4/tasks", ShowCard = "POST /api/v2/events";

    // A new client is found by its number after a while.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // The vendor advises against more entities in a request.
    private const int MaxEntities = 50, Parallel = 4;

    private readonly KommoApi _api;
    private readonly KommoDeduplicator _once;
    private readonly KommoDuplicates _duplicates;
    private readonly KommoFactsCache _facts;
    private readonly TimeProvider _time;
    private readonly NamedUsers? _users;
    private readonly Dictionary<string, RequestBatcher<JsonObject, KommoResult>> _batchers;

    /// <param name="api">Sends.</param>
    /// <param name="facts">The data of the account.</param>
    /// <param name="duplicates">Avoids duplicates of clients.</param>
    /// <param name="time">The clock.</param>
    /// <param name="users">Replaces users that Kommo refuses; <c>null</c>: they are not replaced.</param>
    public KommoTransport(
        KommoApi api, KommoFactsCache facts, KommoDuplicates duplicates, TimeProvider time, NamedUsers? users = null)
    {
        (_api, _facts, _duplicates, _once, _time, _users) = (api, facts, duplicates, new(api, facts), time, users);
        _batchers = new()
        {
            [AddContact] = new((all, stop) => api.CreateAsync(KommoEntity.Contacts, all, stop), MaxEntities, Parallel),
            [ChangeContact] = new(
                (all, stop) => api.UpdateAsync(KommoEntity.Contacts, all, stop), MaxEntities, Parallel),
            [AddLead] = new((all, stop) => api.CreateAsync(KommoEntity.Leads, all, stop), MaxEntities, Parallel),
            [ChangeLead] = new((all, stop) => api.UpdateAsync(KommoEntity.Leads, all, stop), MaxEntities, Parallel),
            [AddCall] = new(api.AddCallsAsync, MaxEntities, Parallel),
            [AddTask] = new(api.AddTasksAsync, MaxEntities, Parallel),
            [CompleteTask] = new(api.UpdateTasksAsync, MaxEntities, Parallel),
            [AddUnsorted] = new(api.AddUnsortedCallsAsync, MaxEntities, Parallel),
        };
    }

    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        try
        {
            return await SendOnceAsync(method, parameters, outcomeUnknown, token);
        }
        catch (CrmException error) when (method == CompleteTask && error.Failure == CrmFailure.Rejected)
        {
            // An employee has deleted it.
            KommoLogMessages.NotCompleted(Log, $"{parameters["id"]}", error.Message);
            return JsonElement.Parse("{}");
        }
        catch (CrmException error) when (!error.IsRetried)
        {
            throw await AmendAsync(error, method, parameters, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var requests in _batchers.Values)
            await requests.DisposeAsync();
    }

    private async Task<JsonElement> SendOnceAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        var sent = PseudoParameters.Without(parameters);
        var made = DateTimeOffset.FromUnixTimeSeconds((long?)parameters[PseudoParameters.Made] ?? 0);
        if (method is AddContact or AddLead)
            return await _duplicates.CreateAsync(
                method == AddContact ? KommoEntity.Contacts : KommoEntity.Leads, parameters, FindOwnAsync,
                async () => await BatcherFor(method).SendAsync(sent, token) is var one && one.Error is { } error
                    ? throw error : one.Entity, token);
        if (await FindOwnAsync() is { } done)
            return done;
        if (method == ShowCard)
            return await ShowAsync(sent, token);
        var result = await BatcherFor(method).SendAsync(sent, token);
        if (method == AddCall && result.Error?.Code == KommoRefusals.NobodyHasTheNumber)
            return await NobodyHasAsync(parameters, sent, _time.GetUtcNow() - made < Timeout, token);
        return result.Error is { } refusal ? throw refusal : result.Entity;

        async Task<JsonElement?> FindOwnAsync()
        {
            if (!outcomeUnknown || await _once.FindAsync(method, sent, made, token) is not { } own)
                return null;
            KommoLogMessages.WasDone(Log, method, own.GetRawText());
            return own;
        }
    }

    // A user that was dismissed is replaced, and a field that the entity can do without is left out.
    private async Task<CrmException> AmendAsync(
        CrmException error, string method, JsonObject parameters, CancellationToken token)
    {
        // A client keeps the employee that it has.
        var isUpdate = method is ChangeContact or ChangeLead;
        if (_users is not null)
            error = await _users.AmendAsync(error, parameters,
                [new("responsible_user_id", isUpdate), new("created_by", IsOptional: true)], token);
        if (error.Instead is not null || error.IsRetried || error.Fields.Count == 0)
            return error;
        var rest = parameters.DeepClone().AsObject();
        var phone = method == AddContact ? (await _facts.GetAsync(token)).PhoneField.Id : (long?)null;
        var isWorthIt = error.Fields.Distinct().OrderDescending(StringComparer.Ordinal).ToList()
            .TrueForAll(path => KommoRefusals.Drop(rest, path, phone));
        return isWorthIt ? error.Amended(rest) : error;
    }

    private RequestBatcher<JsonObject, KommoResult> BatcherFor(string method) => _batchers.GetValueOrDefault(method)
        ?? throw new CrmException(CrmFailure.Rejected,
            $"{method} is no request of Itgrix: drop it, or name one of "
            + $"{string.Join(", ", _batchers.Keys.Append(ShowCard))}.");

    // Kommo records a call at the client with its number. A client that is known all the same, such as one whose number
    // Kommo writes in a way of its own, gets the call as a note.
    private async Task<JsonElement> NobodyHasAsync(
        JsonObject parameters, JsonObject call, bool isEarly, CancellationToken token)
    {
        var phone = $"{call["phone"]}";
        if (!parameters.ContainsKey(PseudoParameters.Known))
        {
            KommoLogMessages.NobodyHas(Log, phone);
            return JsonElement.Parse("{}");
        }
        if (isEarly)
            throw new CrmException(CrmFailure.TooEarly, $"Kommo does not find the client with {phone} yet.")
                { Code = KommoRefusals.NobodyHasTheNumber };
        if (parameters[PseudoParameters.Client] is not JsonObject client
            || !long.TryParse($"{client["id"]}", out var id))
            throw new CrmException(CrmFailure.Rejected,
                $"Kommo finds no client with {phone}, though there is one: compare the number there.")
                { Code = KommoRefusals.NobodyHasTheNumber };
        var kind = $"{client["type"]}" == "company" ? KommoEntity.Companies : KommoEntity.Contacts;
        var note = (await _api.AddNoteAsync(kind, id, KommoPayload.Note(call), token))[0];
        if (note.Error is { } error)
            throw error;
        KommoLogMessages.AddedAsNote(Log, phone, $"{client["type"]} {id}");
        return note.Entity;
    }

    private async Task<JsonElement> ShowAsync(JsonObject card, CancellationToken token)
    {
        await _api.ShowCardAsync(card, token);
        return JsonElement.Parse("{}");
    }
}
