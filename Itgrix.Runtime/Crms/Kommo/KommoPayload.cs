using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Converts the results of hooks to the form of Kommo's API: the names of the original are older than the API.
/// </summary>
internal static class KommoPayload
{
    /// <summary>Moves tags, which may be plain texts beside the other fields, to their place in the API.</summary>
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

    /// <summary>Converts the entities inside.</summary>
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

    /// <summary>Adds the entity of a task.</summary>
    public static JsonObject Update(JsonObject changed, long id)
    {
        changed["id"] = id;
        return Tagged(changed);
    }

    /// <summary>Removes an empty link, and adds the unique key of the call.</summary>
    public static JsonObject Call(JsonObject fields, CallContext context)
    {
        if (fields["link"]?.ToString() is null or "")
            fields.Remove("link");
        fields["uniq"] = context.Stage.CallId;
        if (context.Call.Entity is not null)
            fields[PseudoParameters.Known] = true;
        return fields;
    }

    // A PHP list that lost an entry comes as an object with indexes.
    private static IEnumerable<JsonNode> Tags(JsonNode? tags) => tags switch
    {
        null => [],
        JsonArray list => list.SelectMany(Tags),
        JsonObject one when one.ContainsKey("name") || one.ContainsKey("id") => [one.DeepClone()],
        JsonObject places => places.SelectMany(place => Tags(place.Value)),
        _ => [new JsonObject { ["name"] = tags.ToString() }],
    };
}
