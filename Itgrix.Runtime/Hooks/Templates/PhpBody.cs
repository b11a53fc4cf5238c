using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Templates;

/// <summary>Comments and code of the template of a PHP file.</summary>
internal static class PhpBody
{
    public static string Unchanged(HookDefinition hook) => hook switch
    {
        { Shape: ReplyShape.Decision } => Reply("array('result' => true)"),
        { Shape: ReplyShape.Nothing } => "array('state' => 'success')",
        { Shape: ReplyShape.Value } => Reply($"array('{hook.Value}' => $params['{hook.Value}'])"),
        // The connector drops the call and other read-only fields.
        _ => Reply("$params"),
    };

    public static IEnumerable<string> Fields(HookDefinition hook)
    {
        var rows = ContractField.For(hook)
            .Where(field => field.Wire.Count > 0)
            .DistinctBy(field => string.Join('.', field.Wire))
            .Select(field => (Name(field.Wire), field.Summary))
            .Concat(hook.ReadOnly.Select(name => (Name([name]), "Read-only.")));
        if (hook.Contract.GetNestedType("Input")?.IsSubclassOf(typeof(CallData)) == true)
            rows = rows.Append((Name(["call_full"]), "The whole call: $params['call_full']['channel']['type']."));
        if (hook.NamesStage)
            rows = rows.Append((Name(["call_stage"]), "The stage of the call."));
        return ["What you have:", .. HookTemplate.Columns([.. rows])];
    }

    public static IEnumerable<string> Examples(HookDefinition hook)
    {
        yield return "";
        yield return "What you can do:";
        foreach (var line in Example(hook))
            yield return $"  {line}";
        if (hook.EmptyCancels)
            yield return "  return array('state' => 'success', 'data' => array());    // cancels the request";
        yield return "  return array('state' => 'error', 'message' => 'why');    // the value stays unchanged";
    }

    private static string[] Example(HookDefinition hook) => hook switch
    {
        { Shape: ReplyShape.Decision } =>
        [
            "if ($params['call_full']['channel']['trunk']['original'] == '74951234567') {",
            "    return array('state' => 'success', 'data' => array('result' => false));",
            "}",
        ],
        { Shape: ReplyShape.Nothing } => ["error_log($params['call_full']['channel']['id']);"],
        { Shape: ReplyShape.Distribution } => ["$params['number'] = '101';"],
        { Value: "path" } => ["$params['path'] = '/records/' . basename($params['path']);"],
        { Shape: ReplyShape.Value } => ["$params['phone'] = str_replace('+7', '8', $params['phone']);"],
        _ => [$"{Name([.. Open(hook), "NAME"])} = 'value';    // any field, named above or not"],
    };

    private static IReadOnlyList<string> Open(HookDefinition hook) => ContractField.OnlyPart(hook)?.Wire ?? [];

    private static string Reply(string data) => $"array(\n    'state' => 'success',\n    'data' => {data},\n)";

    private static string Name(IEnumerable<string> path) =>
        "$params" + string.Concat(path.Select(name => $"['{name}']"));
}
