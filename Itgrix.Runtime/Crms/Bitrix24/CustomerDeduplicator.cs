using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Adds a contact or lead, unless one with its number exists.</summary>
internal sealed class CustomerDeduplicator(Bitrix24Batcher calls)
{
    private const int MaxNumbers = 20;

    /// <param name="type">CONTACT or LEAD.</param>
    /// <param name="method">The method that adds it.</param>
    /// <param name="parameters">Its parameters. Without a number there is no search, and it is added.</param>
    /// <param name="token">Cancels.</param>
    public async Task<JsonElement> SendAsync(string type, string method, JsonObject parameters, CancellationToken token)
    {
        var numbers = Numbers(parameters);
        if (numbers.Count > 0 && await FoundAsync(type, numbers, token) is { } id)
        {
            Bitrix24LogMessages.WasDone(method, numbers[0]);
            return BitrixJson.Element(JsonValue.Create(id));
        }
        return (await calls.CallAsync(method, parameters, token)).Result;
    }

    // The newest: an older one existed before, and a new one was wanted all the same.
    private async Task<long?> FoundAsync(string type, IReadOnlyList<string> numbers, CancellationToken token)
    {
        var answer = await calls.CallAsync("crm.duplicate.findbycomm", new()
        {
            ["entity_type"] = type,
            ["type"] = "PHONE",
            ["values"] = new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        }, token);
        var found = BitrixJson.Field(answer.Result, type);
        return found.ValueKind == JsonValueKind.Array
            ? found.EnumerateArray().Max(id => BitrixJson.NumberOf(id.ToString())) : null;
    }

    private static List<string> Numbers(JsonObject parameters) =>
        [.. ((parameters["fields"] as JsonObject)?["PHONE"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(phone => $"{phone["VALUE"]}".Trim()).Where(number => number.Length > 0).Take(MaxNumbers)];
}
