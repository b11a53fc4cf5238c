using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>Lists of tasks, notes and unsorted leads, by their filters.</summary>
internal sealed class Lists(AccountState state)
{
    public ApiAnswer Tasks(ApiCall call) => Pages.Of(call, "tasks", Ordered(call, state.Table("tasks").Where(task =>
        IsAmong(call, "filter[entity_type]", task["entity_type"])
            && IsAmong(call, "filter[entity_id][]", task["entity_id"])
        && IsAmong(call, "filter[responsible_user_id][]", task["responsible_user_id"]))));

    /// <summary>The notes of all contacts, companies or leads.</summary>
    public ApiAnswer Notes(ApiCall call) => Pages.Of(call, "notes", Ordered(call, state.Table("notes").Where(note =>
        note["entity_type"]?.ToString() == call.Path[0] && IsAmong(call, "filter[note_type][]", note["note_type"])
        && IsSince(call, "filter[updated_at][from]", note["updated_at"]))));

    /// <summary>The notes of one of them.</summary>
    public ApiAnswer NotesOf(ApiCall call, string id) =>
        Pages.Of(call, "notes", Ordered(call, state.Table("notes").Where(note =>
        note["entity_type"]?.ToString() == call.Path[0] && note["entity_id"]?.ToString() == id
        && IsAmong(call, "filter[note_type][]", note["note_type"]))));

    public ApiAnswer Unsorted(ApiCall call) =>
        Pages.Of(call, "unsorted", Ordered(call, state.Table("unsorted").Where(one =>
        IsAmong(call, "filter[category][]", one["category"]))));

    public static bool IsAmong(ApiCall call, string filter, JsonNode? value) =>
        call.Query.GetValueOrDefault(filter) is not { } wanted || wanted.Split(',').Contains(value?.ToString());

    public static bool IsSince(ApiCall call, string filter, JsonNode? value) =>
        call.Query.GetValueOrDefault(filter) is not { } from
        || (long.TryParse(from, out var since) && value is not null && (long)value >= since);

    // In order of creation; the newest first on request.
    private static IReadOnlyList<JsonObject> Ordered(ApiCall call, IEnumerable<JsonObject> rows) =>
        call.Query.GetValueOrDefault("order[created_at]") == "desc" ? [.. rows.Reverse()] : [.. rows];
}
