using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Reads whose number it is, and what Bitrix24 knows of them and of their calls.</summary>
internal sealed class Bitrix24CustomerLookup(Bitrix24ApiClient client, Bitrix24Users users)
{
    // Registered by somebody else, a call may have begun a little earlier or later.
    private static readonly TimeSpan Nearby = TimeSpan.FromMinutes(1);

    private static readonly string[] Types = ["contact", "company", "lead"];

    /// <summary>Who has that number, in the order of Bitrix24; none when nobody has it.</summary>
    public async Task<IReadOnlyList<FoundClient>> FindAsync(string phone, CancellationToken token)
    {
        if (!NumberPlan.IsPhone(phone))
            return [];
        var answer = await client.CallAsync(
            "telephony.externalCall.searchCrmEntities", new() { ["PHONE_NUMBER"] = phone }, token);
        return [.. BitrixJson.Items(answer.Result).Select(FoundClient.Parse).OfType<FoundClient>()];
    }

    /// <summary>
    /// Whether the history of calls has it: by the id that Itgrix registers it with, or, of what others registered
    /// without one, by number and time.
    /// </summary>
    /// <param name="id">The call.</param>
    /// <param name="phone">The client's number.</param>
    /// <param name="began">When it began.</param>
    /// <param name="token">Cancels.</param>
    public async Task<bool> HasCallAsync(string id, string phone, DateTimeOffset began, CancellationToken token)
    {
        // What is not known is not filtered by: the history of others is as long as a few calls within two minutes.
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

    /// <param name="type"><c>contact</c>, <c>company</c> or <c>lead</c>, in small or large letters.</param>
    /// <param name="id">Its id.</param>
    /// <param name="token">Cancels.</param>
    /// <returns><c>null</c> when there is none, or none of such a type.</returns>
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

    // Bitrix24 brings numbers into a form of its own.
    private static string TailOf(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 10 ? digits[^10..] : digits;
    }

    // Somebody may have deleted it meanwhile.
    private async Task<JsonElement?> GetAsync(string method, long id, CancellationToken token)
    {
        try
        {
            return (await client.CallAsync(method, new() { ["id"] = id }, token)).Result;
        }
        catch (CrmException error) when (error.Failure == CrmFailure.Rejected && IsNotFound(error))
        {
            return null;
        }
    }

    private static bool IsNotFound(CrmException error) =>
        error.Code == "NOT_FOUND" || error.Detail?.Contains("not found", StringComparison.OrdinalIgnoreCase) == true;

    private static JsonNode? JsonOf(User user)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            user.Write(writer);
        return JsonNode.Parse(buffer.ToArray());
    }
}
