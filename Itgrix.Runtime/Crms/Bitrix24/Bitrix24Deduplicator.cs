using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Searches for the effect of a request with a lost answer, by data that nobody else would create.</summary>
/// <remarks>
/// Tasks have no field for a filter by a mark of our own: tasks with the same title and employee are read, and the
/// mark is searched in their descriptions. A task that is renamed, delegated or stripped of that line between the
/// lost answer and the retry is created a second time; so is one that the application's user may not see.
/// </remarks>
internal sealed class Bitrix24Deduplicator(Bitrix24Batcher calls)
{
    private const string Description = "DESCRIPTION";

    // Newest first, 50 each. After an outage many tasks of the same title are added before the one in question is
    // retried: calls without a number have one title.
    private const int MaxPages = 40;

    private const int MaxNumbers = 20;

    /// <returns>
    /// Bitrix24's answer to it, and by what it was found; <c>null</c> when it does not exist, or the request is safe to
    /// repeat.
    /// </returns>
    public async Task<(JsonElement Answer, string FoundBy)?> FindAsync(
        string method, JsonObject parameters, CancellationToken token) => method.ToLowerInvariant() switch
    {
        "tasks.task.add" => await TaskAsync(parameters, token),
        "crm.contact.add" => await CustomerAsync("CONTACT", parameters, token),
        "crm.lead.add" => await CustomerAsync("LEAD", parameters, token),
        _ => null,
    };

    /// <summary>The parameters as they are sent: the mark is the last line of the description.</summary>
    public static JsonObject Marked(JsonObject parameters)
    {
        var sent = PseudoParameters.Without(parameters);
        if (MarkOf(parameters) is { Length: > 0 } mark && Fields(sent) is { } fields)
            fields[Description] = $"{fields[Description]}" is { Length: > 0 } text ? $"{text}\n{mark}" : mark;
        return sent;
    }

    private async Task<(JsonElement, string)?> TaskAsync(JsonObject parameters, CancellationToken token)
    {
        var mark = MarkOf(parameters);
        if (mark.Length == 0 || Fields(parameters) is not { } fields)
            return null;
        var request = new JsonObject
        {
            ["filter"] = new JsonObject
            {
                ["TITLE"] = fields["TITLE"]?.DeepClone(),
                ["RESPONSIBLE_ID"] = fields["RESPONSIBLE_ID"]?.DeepClone(),
            },
            ["order"] = new JsonObject { ["ID"] = "desc" },
            ["select"] = new JsonArray(
                "ID", "TITLE", Description, "RESPONSIBLE_ID", "CREATED_BY", "CREATED_DATE", "DEADLINE"),
        };
        for (var (start, page) = ((int?)0, 0); start is not null && page < MaxPages; page++)
        {
            request["start"] = start;
            var answer = await calls.CallAsync("tasks.task.list", request, token);
            foreach (var task in BitrixJson.Items(BitrixJson.Field(answer.Result, "tasks")))
            {
                if (HasMark(task, mark))
                    return (BitrixJson.Element(new JsonObject { ["task"] = JsonNode.Parse(task.GetRawText()) }), mark);
            }
            start = answer.Next > start ? answer.Next : null;
        }
        return null;
    }

    // Without a number there is no search. The newest: an older one existed before, and a new one was wanted all the
    // same.
    private async Task<(JsonElement, string)?> CustomerAsync(
        string type, JsonObject parameters, CancellationToken token)
    {
        List<string> numbers = [.. (Fields(parameters)?["PHONE"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(phone => $"{phone["VALUE"]}".Trim()).Where(number => number.Length > 0).Take(MaxNumbers)];
        if (numbers.Count == 0)
            return null;
        var answer = await calls.CallAsync("crm.duplicate.findbycomm", new()
        {
            ["entity_type"] = type,
            ["type"] = "PHONE",
            ["values"] = new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        }, token);
        var found = BitrixJson.Field(answer.Result, type);
        return found.ValueKind == JsonValueKind.Array
            && found.EnumerateArray().Max(id => BitrixJson.NumberOf(id.ToString())) is { } newest
            ? (BitrixJson.Element(JsonValue.Create(newest)), numbers[0]) : null;
    }

    private static bool HasMark(JsonElement task, string mark) =>
        BitrixJson.Text(task, "description").Split('\n').Any(line => line.Trim() == mark);

    private static string MarkOf(JsonObject parameters) => $"{parameters[PseudoParameters.Mark]}".Trim();

    private static JsonObject? Fields(JsonObject parameters) => parameters["fields"] as JsonObject;
}
