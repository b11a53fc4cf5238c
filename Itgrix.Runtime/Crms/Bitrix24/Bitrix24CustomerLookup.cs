using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Finds clients and calls in Bitrix24.</summary>
internal sealed class Bitrix24CustomerLookup(Bitrix24ApiClient client, Bitrix24Users users)
{
    // A call that another program registered may have a slightly earlier or later time.
    private static readonly TimeSpan Nearby = TimeSpan.FromMinutes(1);

    private static readonly string[] Types = ["contact", "company", "lead"];

    /// <summary>The clients with that number, in the order of Bitrix24; empty when there is none.</summary>
    public async Task<IReadOnlyList<FoundClient>> FindAsync(string phone, CancellationToken token)
    {
        if (!NumberPlan.IsPhone(phone))
            return [];
        var answer = await client.CallAsync(
            "telephony.externalCall.searchCrmEntities", new() { ["PHONE_NUMBER"] = phone }, token);
        return [.. BitrixJson.Items(answer.Result).Select(FoundClient.Parse).OfType<FoundClient>()];
    }

    /// <summary>The first of them as hooks see it, by one request: a phone waits to ring.</summary>
    public async Task<Entity?> FindCallerAsync(string phone, NumberPlan plan, CancellationToken token) =>
        await FindAsync(phone, token) is not [var found, ..] ? null : new()
        {
            Id = $"{found.Id}",
            Name = found.Name,
            Phones = [plan.Of(phone)],
            ResponsibleId = found.ResponsibleId > 0 ? $"{found.ResponsibleId}" : "",
            Type = found.Type,
        };

    /// <summary>
    /// Whether the call history contains the call: by the id that Itgrix registers it with, or, for a call without that
    /// id from another program, by number and time.
    /// </summary>
    /// <param name="id">The id of the call.</param>
    /// <param name="phone">The client's number.</param>
    /// <param name="began">The beginning of the call.</param>
    /// <param name="token">Cancels.</param>
    public async Task<bool> HasCallAsync(string id, string phone, DateTimeOffset began, CancellationToken token)
    {
        // No filter with an unknown effect: the history of two minutes is a few calls.
        var request = new JsonObject
        {
            ["FILTER"] = new JsonObject
                { [">=CALL_START_DATE"] = Iso(began - Nearby), ["<=CALL_START_DATE"] = Iso(began + Nearby) },
            ["SORT"] = "ID",
            ["ORDER"] = "DESC",
        };
        for (int? start = 0; start is not null;)
        {
            request["start"] = start;
            var answer = await client.CallAsync("voximplant.statistic.get", request, token);
            if (BitrixJson.Items(answer.Result).Any(IsIt))
                return true;
            start = answer.Next > start ? answer.Next : null;
        }
        return false;

        bool IsIt(JsonElement row) => BitrixJson.Text(row, "EXTERNAL_CALL_ID") is { Length: > 0 } own
            ? own == id : TailOf(BitrixJson.Text(row, "PHONE_NUMBER")) == TailOf(phone);
    }

    /// <param name="type"><c>contact</c>, <c>company</c> or <c>lead</c>, in lower or upper case.</param>
    /// <param name="id">Its id.</param>
    /// <param name="token">Cancels.</param>
    /// <returns><c>null</c> when there is none, or the type is another one.</returns>
    public async Task<Bitrix24Entity?> GetEntityAsync(string type, long id, CancellationToken token)
    {
        type = type.ToLowerInvariant();
        return Types.Contains(type) && id > 0 && await GetAsync($"crm.{type}.get", id, token) is { } json
            ? Bitrix24Entity.Parse(type, json) : null;
    }

    /// <summary>A call's activity, as customize_activity sees it; <c>null</c> when there is none.</summary>
    public async Task<JsonObject?> GetActivityAsync(long id, CancellationToken token)
    {
        if (id <= 0 || await GetAsync("crm.activity.get", id, token) is not { } json)
            return null;
        if (BitrixJson.Number(json, "ID") is null)
            return null;
        var responsible = BitrixJson.Number(json, "RESPONSIBLE_ID") ?? 0;
        var user = await users.ByIdAsync(responsible, token);
        return new()
        {
            ["id"] = $"{id}",
            ["is_new"] = false,
            ["name"] = BitrixJson.Text(json, "SUBJECT"),
            ["phones"] = new JsonArray(),
            ["raw"] = JsonNode.Parse(RawFields.WithoutEmpty(json).GetRawText()),
            ["responsible"] = user is null ? null : JsonOf(user.ToUser()),
            ["responsible_id"] = responsible > 0 ? $"{responsible}" : "",
            ["type"] = "activity",
        };
    }

    private static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    // Bitrix24 normalizes numbers to a form of its own.
    private static string TailOf(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 10 ? digits[^10..] : digits;
    }

    // It may have been deleted meanwhile.
    private async Task<JsonElement?> GetAsync(string method, long id, CancellationToken token)
    {
        try
        {
            return (await client.CallAsync(method, new() { ["id"] = id }, token)).Result;
        }
        catch (CrmException error) when (Bitrix24Refusals.IsNotFound(error))
        {
            return null;
        }
    }

    private static JsonNode? JsonOf(User user)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            user.Write(writer);
        return JsonNode.Parse(buffer.ToArray());
    }
}
