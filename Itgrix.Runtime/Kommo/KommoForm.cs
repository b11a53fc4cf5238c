using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Kommo;

/// <summary>What hooks return, in the form that Kommo's API takes: the names of the original are older than the API.</summary>
internal static class KommoForm
{
    /// <summary>Tags, which may be plain texts beside the other fields, where the API wants them.</summary>
    public static JsonObject Tagged(JsonObject entity)
    {
        if (entity["tags"] is not JsonArray tags)
            return entity;
        entity.Remove("tags");
        if (entity["_embedded"] is not JsonObject embedded)
            entity["_embedded"] = embedded = [];
        var all = embedded["tags"] as JsonArray ?? [];
        embedded["tags"] = new JsonArray([.. all.Concat(tags).Where(tag => tag is not null).Select(Tag)]);
        return entity;
    }

    /// <summary>The same for the entities inside.</summary>
    public static JsonObject Unsorted(JsonObject unsorted)
    {
        foreach (var list in new[] { "contacts", "leads" })
        {
            foreach (var entity in (unsorted["_embedded"]?[list] as JsonArray ?? []).OfType<JsonObject>())
                Tagged(entity);
        }
        return unsorted;
    }

    public static JsonObject Task(JsonObject task)
    {
        if (task["task_type"] is { } type && !task.ContainsKey("task_type_id"))
            task["task_type_id"] = type.DeepClone();
        task.Remove("task_type");
        return task;
    }

    /// <summary>Without an address that is none; with what tells it from all other calls.</summary>
    public static JsonObject Call(JsonObject call, string uniq)
    {
        if (call["link"]?.ToString() is null or "")
            call.Remove("link");
        call["uniq"] = uniq;
        return call;
    }

    private static JsonNode Tag(JsonNode? tag) => tag is JsonObject ? tag.DeepClone()
        : new JsonObject { ["name"] = tag!.GetValueKind() == JsonValueKind.String ? tag.GetValue<string>() : tag.ToJsonString() };
}
