using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Cli;

/// <summary><c>new CRM/NAME</c>: a commented template in the customer's folder.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var php = new Option<bool>("--php") { Description = "PHP, as the original connector has it, in place of C#." };
        var command = new Command("new",
            "Writes a commented template of a hook; it changes nothing until you edit it.");
        command.Arguments.Add(CommonOptions.Hook);
        command.Options.Add(php);
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var hook = CommonOptions.ReadHook(parsed);
            var folder = parsed.GetValue(common.Customizations) is { } given
                ? Path.GetFullPath(given)
                : common.Read(parsed).Folders[0].Path;
            var engine = parsed.GetValue(php) ? "php" : "csx";
            var file = Path.Combine(folder, hook.Folder, $"{hook.Name}.{engine}");
            if (Path.Exists(file))
                throw new UsageException($"{file} exists already: edit it, or remove it first.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, engine == "php" ? HookTemplate.Php(hook) : HookTemplate.Csx(hook));
            if (engine == "csx")
                AuthorFiles.Install(folder);
            Console.Out.WriteLine(file);
            Console.Error.WriteLine(OwnCommand.In(NextSteps(hook, folder, file)));
            return 0;
        });
        return command;
    }

    // On standard error: the path alone is for programs.
    private static string NextSteps(HookDefinition hook, string folder, string file)
    {
        var sample = Path.Combine(folder, "samples", $"{hook.Id}.json");
        var input = File.Exists(sample) ? sample : $"customizations/samples/{hook.Id}.json";
        return $"""
            Next: edit it; each save is in use from the next call on. Then
              ./run.sh check {folder}
              ./run.sh hook {hook.Id} --file {file} < {input}
              ./run.sh replay tests/captures/incoming_answered.ami --crm {hook.Crm.Id} --customizations {folder}
            """;
    }
}
