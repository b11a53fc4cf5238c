using System.CommandLine;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Cli;

/// <summary><c>hooks</c>: the catalog as the table of docs/hooks.md.</summary>
internal static class HooksCommand
{
    public static Command Create()
    {
        var command = new Command("hooks", "Lists all hooks: when they run, what they return, what empty data means.");
        command.SetAction(_ => Console.Out.Write(Table()));
        return command;
    }

    /// <summary>Markdown, one row per hook.</summary>
    public static string Table()
    {
        var table = new StringBuilder("| hook | what it decides | runs in | returns |\n| --- | --- | --- | --- |\n");
        foreach (var hook in HookCatalog.All)
            table.Append($"| `{hook.Id}` | {hook.Purpose} | {Stages(hook)} | {Returns(hook)} |\n");
        return table.ToString();
    }

    private static string Stages(HookDefinition hook) => hook.Stages.Count switch
    {
        0 => "outside the stages",
        4 => "every stage",
        _ => string.Join(", ",
            hook.Stages.Select(stage => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString()))),
    };

    private static string Returns(HookDefinition hook) => hook.Shape switch
    {
        ReplyShape.Decision => "`result`; `false` ignores the call",
        ReplyShape.Value => $"`{hook.Value}`",
        ReplyShape.Distribution => "`number`, `name` (20 characters)",
        ReplyShape.Nothing => "only the state",
        _ => hook.EmptyCancels ? "the request; empty cancels it" : "the request",
    };
}
