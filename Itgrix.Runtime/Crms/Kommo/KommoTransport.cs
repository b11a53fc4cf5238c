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
        ShowCard = "POST /api/v2/events";

    // A call is recorded at the client with its number.
    private const string NobodyHasTheNumber = "263";

    // A new client is found by its number after a while.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // The vendor advises against more entities in a request.
    private const int MaxEntities = 50, Parallel = 4;

    private readonly KommoApi _api;
    private readonly KommoDeduplicator _once;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, RequestBatcher<JsonObject, KommoResult>> _batchers;

    public KommoTransport(KommoApi api, KommoFactsCache facts, TimeProvider time)
    {
        (_api, _once, _time) = (api, new(api, facts), time);
        _batchers = new()
        {
            [AddContact] = new((all, stop) => api.CreateAsync(KommoEntity.Contacts, all, stop), MaxEntities, Parallel),
            [ChangeContact] = new(
                (all, stop) => api.UpdateAsync(KommoEntity.Contacts, all, stop), MaxEntities, Parallel),
            [AddLead] = new((all, stop) => api.CreateAsync(KommoEntity.Leads, all, stop), MaxEntities, Parallel),
            [ChangeLead] = new((all, stop) => api.UpdateAsync(KommoEntity.Leads, all, stop), MaxEntities, Parallel),
            [AddCall] = new(api.AddCallsAsync, MaxEntities, Parallel),
            [AddTask] = new(api.AddTasksAsync, MaxEntities, Parallel),
            [AddUnsorted] = new(api.AddUnsortedCallsAsync, MaxEntities, Parallel),
        };
    }

    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        var sent = PseudoParameters.Without(parameters);
        var made = DateTimeOffset.FromUnixTimeSeconds((long?)parameters[PseudoParameters.Made] ?? 0);
        var isKnown = parameters.ContainsKey(PseudoParameters.Known);
        if (outcomeUnknown && await _once.FindAsync(method, sent, made, token) is { } done)
        {
            KommoLogMessages.WasDone(Log, method, done.GetRawText());
            return done;
        }
        if (method == ShowCard)
            return await ShowAsync(sent, token);
        var result = await BatcherFor(method).SendAsync(sent, token);
        if (method == AddCall && result.Error?.Code == NobodyHasTheNumber)
            return NobodyHas($"{sent["phone"]}", isKnown && _time.GetUtcNow() - made < Timeout);
        // Another call of the client may create the same while this one waits.
        return result.Error is not { } error ? result.Entity
            : throw (method is AddContact or AddLead ? error.LookedForNext() : error);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var requests in _batchers.Values)
            await requests.DisposeAsync();
    }

    private RequestBatcher<JsonObject, KommoResult> BatcherFor(string method) => _batchers.GetValueOrDefault(method)
        ?? throw new CrmException(CrmFailure.Rejected,
            $"{method} is no request of Itgrix: drop it, or name one of "
            + $"{string.Join(", ", _batchers.Keys.Append(ShowCard))}.");

    private static JsonElement NobodyHas(string phone, bool isEarly)
    {
        if (isEarly)
            throw new CrmException(CrmFailure.TooEarly, $"Kommo does not find the client with {phone} yet.")
                { Code = NobodyHasTheNumber };
        KommoLogMessages.NobodyHas(Log, phone);
        return JsonElement.Parse("{}");
    }

    private async Task<JsonElement> ShowAsync(JsonObject card, CancellationToken token)
    {
        await _api.ShowCardAsync(card, token);
        return JsonElement.Parse("{}");
    }
}
