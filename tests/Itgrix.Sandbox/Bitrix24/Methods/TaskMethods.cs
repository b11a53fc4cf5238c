using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>tasks.task.add: a task, for example to call back.</summary>
internal sealed class TaskMethods(PortalState state, TimeProvider time)
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TITLE"] = "title",
        ["DESCRIPTION"] = "description",
        ["PRIORITY"] = "priority",
        ["CREATED_BY"] = "createdBy",
        ["RESPONSIBLE_ID"] = "responsibleId",
        ["DEADLINE"] = "deadline",
    };

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods) => methods["tasks.task.add"] = Add;

    private JsonNode Add(Parameters parameters)
    {
        var fields = parameters.Object("fields");
        if (fields.Text("TITLE").Length == 0)
            throw RestException.Refused("Task title is not specified<br>");
        if (state.Find("user", fields.Number("RESPONSIBLE_ID")) is null)
            throw RestException.Refused("Responsible is not specified<br>");
        var task = Documented.Empty("tasks-task-add");
        task["id"] = $"{state.NextId()}";
        var now = PortalClock.Iso(time.GetUtcNow());
        (task["createdBy"], task["changedBy"], task["status"]) = ("1", "1", "2");
        (task["createdDate"], task["changedDate"], task["statusChangedDate"]) = (now, now, now);
        foreach (var (name, value) in fields.Json)
            task[Fields.GetValueOrDefault(name, name)] = value is JsonValue ? Parameters.TextOf(value) : value?.DeepClone();
        state.Table("task").Add(task);
        return new JsonObject { ["task"] = task.DeepClone() };
    }
}
