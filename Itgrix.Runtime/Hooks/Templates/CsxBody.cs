using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Templates;

/// <summary>Comments and code of the template of a C# script.</summary>
internal static class CsxBody
{
    public static string Unchanged(HookDefinition hook) => hook.Shape switch
    {
        ReplyShape.Decision => "Register()",
        ReplyShape.Nothing => "Done()",
        _ => "Success(In)",
    };

    public static IEnumerable<string> Fields(HookDefinition hook)
    {
        var rows = ContractField.For(hook)
            .Select(field => ($"In.{field.Member}", Described(field)))
            .Concat(Call(hook))
            .Append(("Params", "The whole input under its names in JSON: Params[\"call_full\"]?[\"record\"]."))
            .Append(("Log.Info(\"...\")", "A line for the log; Debug, Warning and Error as well."));
        return ["What you have:", .. HookTemplate.Columns([.. rows])];
    }

    public static IEnumerable<string> Examples(HookDefinition hook)
    {
        yield return "";
        yield return "What you can do:";
        foreach (var line in Example(hook))
            yield return $"  {line}";
        if (hook.EmptyCancels)
            yield return "  return Cancel();";
        yield return "  return Fail(\"why\");    // the value stays unchanged, the log says why";
    }

    private static string[] Example(HookDefinition hook) => hook switch
    {
        { Shape: ReplyShape.Decision } =>
            ["if (In.CallFull.Channel.Trunk.Original == \"74951234567\")", "    return Ignore();"],
        { Shape: ReplyShape.Nothing } => ["Log.Info($\"registered: {In.CallFull.Client.Best}\");"],
        { Shape: ReplyShape.Distribution } => ["return Success(\"101\", \"VIP \" + In.Name);"],
        { Value: "path" } => ["return Success(\"/records/\" + Path.GetFileName(In.Path));"],
        { Shape: ReplyShape.Value } => ["return Success(In.Phone.Replace(\"+7\", \"8\"));"],
        _ =>
        [
            $"{Open(hook)}[\"NAME\"] = \"value\";    // any field, named above or not",
            .. ContractField.For(hook).Select(field => field.Example).Where(line => line.StartsWith("In.")).Distinct(),
            "return Success(In);",
        ],
    };

    private static string Open(HookDefinition hook) =>
        ContractField.OnlyPart(hook) is { } part ? $"In.{part.Member}" : "In";

    private static IEnumerable<(string, string)> Call(HookDefinition hook)
    {
        var input = hook.Contract.GetNestedType("Input");
        if (input is null || !input.IsSubclassOf(typeof(CallData)))
            yield break;
        const string parts = "In.CallFull.Client.Best, In.CallFull.Channel.Type, In.CallFull.Entity?.Name";
        yield return ("In.CallFull", $"The whole call: {parts}.");
        if (hook.NamesStage)
            yield return ("In.Stage", $"The stage of the call: CallStage.{string.Join(", ", hook.Stages)}.");
    }

    private static string Described(ContractField field) =>
        field.Wire.Count > 0 ? $"{string.Join('.', field.Wire)}: {field.Summary}" : field.Summary;
}
