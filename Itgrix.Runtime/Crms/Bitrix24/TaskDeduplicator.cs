using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Adds a task, unless it exists.</summary>
/// <remarks>
/// Tasks have no field for a filter by a mark of our own: tasks with the same title and employee are read, and the
/// mark is searched in their descriptions. A task that is renamed, delegated or stripped of that line between the
/// lost answer and the retry is created a second time; so is one that the application's user may not see.
/// </remarks>
internal sealed class TaskDeduplicator(Bitrix24Batcher calls)
{
    private const string Description = "DESCRIPTION";

    // Newest first, 50 each. After an outage many tasks of the same title are added before the one in question is
    // retried: calls without a number have one title.
    private const int MaxPages = 40;

    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        var sent = parameters.DeepClone().AsObject();
        var mark = Marked(sent);
        if (outcomeUnknown && mark is not null && await FoundAsync(Fields(sent)!, mark, token) is { } task)
        {
            Bitrix24LogMessages.WasDone(method, mark);
            return BitrixJson.Element(new JsonObject { ["task"] = JsonNode.Parse(task.GetRawText()) });
        }
        return (await calls.CallAsync(method, sent, token)).Result;
    }

    /// <summary>Appends the mark to the description; <c>null</c> when there is none.</summary>
    private static string? Marked(JsonObject parameters)
    {
        var mark = $"{parameters[Bitrix24Transport.Mark]}".Trim();
        parameters.Remove(Bitrix24Transport.Mark);
        if (mark.Length == 0 || Fields(parameters) is not { } fields)
            return null;
        var text = $"{fields[Description]}";
        fields[Description] = text.Length == 0 ? mark : $"{text}\n{mark}";
        return mark;
    }

    private async Task<JsonElement?> FoundAsync(JsonObject fields, string mark, CancellationToken token)
    {
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
                    return task;
            }
            start = answer.Next > start ? answer.Next : null;
        }
        return null;
    }

    private static bool HasMark(JsonElement task, string mark) =>
        BitrixJson.Text(task, "description").Split('\n').Any(line => line.Trim() == mark);

    private static JsonObject? Fields(JsonObject parameters) => parameters["fields"] as JsonObject;
}
