using System.CommandLine;
using Itgrix.Runtime.Service.Import;

namespace Itgrix.Runtime.Cli;

/// <summary><c>import</c>: takes over what is known of the original connectors.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var target = new Option<string?>("--to")
        {
            Description = "The configuration to write; without it, it is printed.", HelpName = "FILE",
        };
        var root = new Option<string>("--root")
        {
            Description = "The folder with the original's etc and opt, such as a copy of its server.",
            HelpName = "DIR", DefaultValueFactory = _ => "/",
        };
        var command = new Command("import",
            "Takes over settings and hooks of the original connectors: "
            + $"{string.Join(", ", OriginalConnector.In("/").Select(original => original.Settings))}; lists what is "
            + "to be answered.") { target, root };
        command.SetAction(parsed => Run(parsed.GetValue(root)!, parsed.GetValue(target)));
        return command;
    }

    private static int Run(string root, string? target)
    {
        var originals = OriginalConnector.In(Path.GetFullPath(root)).Where(one => one.IsInstalled).ToList();
        if (originals.Count == 0)
            throw new UsageException($"There is no original connector in {root}: "
                + string.Join(" and ", OriginalConnector.In(root).Select(one => one.Settings)) + " are missing.");
        if (target is not null && !ConfigWriter.IsFree(target))
            throw new UsageException($"{target} has settings already: give another file by --to, and copy what you "
                + "want to keep.");
        var import = new OriginalImport();
        originals.ForEach(import.Add);
        foreach (var line in import.Lines)
            Console.Error.WriteLine($"{line.Kind.ToString().ToLowerInvariant(),-6} {line.What}\n       {line.Text}");
        if (target is null)
            Console.Out.Write(ConfigWriter.Text(import.Config, null));
        else
        {
            ConfigWriter.Write(target, import.Config);
            Console.Error.WriteLine(OwnCommand.In($"Written to {target}. Next: ./run.sh setup --config {target}"));
        }
        return 0;
    }
}
