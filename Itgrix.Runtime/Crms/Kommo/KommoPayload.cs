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
        if (context.Call.Entity is { } client)
        {
            fields[PseudoParameters.Known] = true;
            fields[PseudoParameters.Client] = new JsonObject { ["type"] = client.Type, ["id"] = client.Id };
        }
        return fields;
    }

    /// <summary>The note that shows a call at a client.</summary>
    /// <param name="call">The call as it is sent.</param>
    public static JsonObject Note(JsonObject call)
    {
        var note = new JsonObject
        {
            ["note_type"] = $"{call["direction"]}" == "outbound" ? "call_out" : "call_in",
            ["params"] = new JsonObject(
                from name in new[] { "uniq", "duration", "source", "link", "phone", "call_result", "call_status" }
                where call[name] is not null
                select KeyValuePair.Create(name, (JsonNode?)call[name]!.DeepClone())),
        };
        foreach (var name in new[] { "created_at", "created_by", "responsible_user_id" })
        {
            if (call[name] is { } value)
                note[name] = value.DeepClone();
        }
        return note;
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
