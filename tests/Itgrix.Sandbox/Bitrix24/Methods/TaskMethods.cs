using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>tasks.task.*: a task, for example to call back.</summary>
internal sealed partial class TaskMethods(PortalState state, TimeProvider time)
{
    private const int PageSize = 50;

    private const string Completed = "5";

    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TITLE"] = "title",
        ["DESCRIPTION"] = "description",
        ["PRIORITY"] = "priority",
        ["CREATED_BY"] = "createdBy",
        ["RESPONSIBLE_ID"] = "responsibleId",
        ["DEADLINE"] = "deadline",
        ["UF_CRM_TASK"] = "ufCrmTask",
    };

    // Others, such as DESCRIPTION, are ignored.
    private static readonly string[] Filterable =
    [
        "ID", "CREATED_BY", "PRIORITY", "RESPONSIBLE_ID", "TITLE", "STATUS", "REAL_STATUS", "DEADLINE", "CREATED_DATE",
        "CLOSED_DATE", "CHANGED_DATE", "GROUP_ID",
    ];

    private static readonly string[] Sortable =
        ["ID", "TITLE", "CREATED_DATE", "CHANGED_DATE", "CLOSED_DATE", "DEADLINE", "PRIORITY", "GROUP_ID"];

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["tasks.task.add"] = Add;
        methods["tasks.task.list"] = List;
        methods["tasks.task.complete"] = Complete;
    }

    private JsonNode Add(Parameters parameters)
    {
        var fields = parameters.Object("fields");
        if (fields.Text("TITLE").Length == 0)
            throw RestException.Refused("Task title is not specified<br>");
        // In the portal's language.
        foreach (var (name, label) in new[] { ("RESPONSIBLE_ID", "Исполнитель"), ("CREATED_BY", "Постановщик") })
        {
            if (fields[name] is not null && (bool?)state.Find("user", fields.Number(name))?["ACTIVE"] is not true)
                throw RestException.Refused($"Пользователь, указанный в поле \"{label}\", не найден.<br>");
        }
        if (fields["RESPONSIBLE_ID"] is null)
            throw RestException.Refused("Не указан исполнитель<br>");
        var task = Documented.Empty("tasks-task-add");
        task["id"] = $"{state.NextId()}";
        var now = PortalClock.Iso(time.GetUtcNow());
        (task["createdBy"], task["changedBy"], task["status"]) = ("1", "1", "2");
        (task["createdDate"], task["changedDate"], task["statusChangedDate"]) = (now, now, now);
        foreach (var (name, value) in fields.Json)
            task[Fields.GetValueOrDefault(name, name)] = value is JsonValue
                ? Parameters.TextOf(value) : value?.DeepClone();
        state.Table("task").Add(task);
        return new JsonObject { ["task"] = task.DeepClone() };
    }

    private JsonNode Complete(Parameters parameters)
    {
        if (state.Find("task", "id", parameters.Text("taskId")) is not { } task)
            throw RestException.Refused("Task not found or not accessible", "1048582");
        if (task["status"]?.ToString() == Completed)
            throw RestException.Refused("Action on task not allowed", "1048582");
        task["status"] = Completed;
        return new JsonObject { ["task"] = task.DeepClone() };
    }

    // Fields are requested as CREATED_DATE and returned as createdDate.
    private ListPage List(Parameters parameters)
    {
        var filter = new JsonObject(parameters.Object("filter").Json
            .Where(rule => Filterable.Contains(rule.Key.TrimStart('!', '<', '>', '=').ToUpperInvariant()))
            .Select(rule => KeyValuePair.Create(rule.Key, rule.Value?.DeepClone())));
        var order = parameters.Object("order").Json;
        if (order.Any(rule => !Sortable.Contains(rule.Key.ToUpperInvariant())))
            throw RestException.Refused("Invalid sorting key (internal error)", "0");
        var rows = state.Table("task")
            .Select(row => Complete(row!.AsObject())).Where(row => RowFilter.Fits(row, filter));
        var found = RowFilter.Ordered(rows, order.Count > 0 ? order : new() { ["ID"] = "desc" }).ToList();
        var select = parameters.List("select").Select(Parameters.TextOf).ToList();
        var start = Math.Max(0, parameters.Number("start"));
        var page = found.Skip(start).Take(PageSize)
            .Select(row => (JsonNode)Renamed(RowFilter.Selected(row, select), Answered));
        return new(new([.. page]), found.Count, start + PageSize < found.Count ? start + PageSize : null, "tasks");
    }

    private static JsonObject Complete(JsonObject task)
    {
        var row = Documented.Empty("tasks-task-list");
        foreach (var (name, value) in task)
            row[name] = value?.DeepClone();
        return Renamed(row, Asked);
    }

    private static JsonObject Renamed(JsonObject row, Func<string, string> name) =>
        new(row.Select(field => KeyValuePair.Create(name(field.Key), field.Value?.DeepClone())));

    private static string Asked(string name) => Capital().Replace(name, "_$0").ToUpperInvariant();

    private static string Answered(string name) =>
        AfterLine().Replace(name.ToLowerInvariant(), match => match.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex("_([a-z])")]
    private static partial Regex AfterLine();
}
