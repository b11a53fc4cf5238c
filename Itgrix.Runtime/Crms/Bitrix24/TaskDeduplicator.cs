using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Adds a task, unless it is there already.</summary>
/// <remarks>
/// Tasks cannot be filtered by what nobody but us writes: those with the title for the same employee are read, and the
/// mark is looked for in their descriptions. Whoever renames or delegates the task, or takes the line out of it, within
/// the time of a lost answer gets a second one; so does a portal that does not show the task to the application's user.
/// </remarks>
internal sealed class TaskDeduplicator(Bitrix24Batcher calls)
{
    private const string Description = "DESCRIPTION";

    // Newest first, 50 each: what was added lately is among them, however old the title is.
    private const int MaxPages = 4;

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

    /// <summary>Puts the mark under the description; <c>null</c> when there is none.</summary>
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
