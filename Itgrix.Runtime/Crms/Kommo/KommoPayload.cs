using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// What hooks return, in the form that Kommo's API takes: the names of the original are older than the API.
/// </summary>
internal static class KommoPayload
{
    /// <summary>Tags, which may be plain texts beside the other fields, where the API wants them.</summary>
    public static JsonObject Tagged(JsonObject entity)
    {
        var tags = Tags(entity["_embedded"]?["tags"]).Concat(Tags(entity["tags"])).ToList();
        if (!entity.Remove("tags") && tags.Count == 0)
            return entity;
        if (entity["_embedded"] is not JsonObject embedded)
            entity["_embedded"] = embedded = [];
        embedded["tags"] = new JsonArray([.. tags]);
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

    /// <summary>Of the entity that it is meant for.</summary>
    public static JsonObject Update(JsonObject changed, long id)
    {
        changed["id"] = id;
        return Tagged(changed);
    }

    /// <summary>Without an address that is none; with what tells it from all other calls.</summary>
    public static JsonObject Call(JsonObject fields, CallContext call)
    {
        if (fields["link"]?.ToString() is null or "")
            fields.Remove("link");
        fields["uniq"] = call.Stage.CallId;
        if (call.Call.Entity is not null)
            fields[KommoTransport.Known] = true;
        return fields;
    }

    // A PHP list that lost one of its entries comes as an object of places.
    private static IEnumerable<JsonNode> Tags(JsonNode? tags) => tags switch
    {
        null => [],
        JsonArray list => list.SelectMany(Tags),
        JsonObject one when one.ContainsKey("name") || one.ContainsKey("id") => [one.DeepClone()],
        JsonObject places => places.SelectMany(place => Tags(place.Value)),
        _ => [new JsonObject { ["name"] = tags.ToString() }],
    };
}
