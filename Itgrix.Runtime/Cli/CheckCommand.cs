using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Runtime.Cli;

/// <summary><c>check [DIR]</c>: compiles and lints every hook of a folder; none of them runs.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var folder = new Argument<string?>("DIR")
        {
            Description = "A folder with the layout of customizations/, or one with hook files in it. "
                + "Default: the configured folders.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("check",
            "Compiles and lints every hook of a folder; exit code 1 with file(line,column) messages.");
        command.Arguments.Add(folder);
        command.Options.Add(common.Config);
        command.SetAction(async (parsed, token) =>
        {
            var options = common.Read(parsed);
            if (parsed.GetValue(folder) is { } given)
                return await Check(options, [CommonOptions.ExistingFolder(given)], token);
            var unusable = options.Folders.Where(one => one.Problem is not null).ToList();
            foreach (var one in unusable)
                Console.Out.WriteLine(new ScriptMessage(one.Path, 0, 0, "error", "ITX013", one.Problem!));
            var folders = options.Folders.Except(unusable).Select(one => one.Path).Where(Directory.Exists).ToList();
            var code = await Check(options, folders, token);
            return unusable.Count > 0 ? 1 : code;
        });
        return command;
    }

    private static async Task<int> Check(
        CustomizerOptions options, IReadOnlyList<string> folders, CancellationToken token)
    {
        using var csx = new CsxEngine(options);
        using var php = new PhpEngine(options);
        var (files, scripts, errors) = (0, 0, 0);
        foreach (var file in folders.SelectMany(HookFiles))
        {
            var isScript = file.EndsWith(".csx", StringComparison.Ordinal);
            IHookEngine engine = isScript ? csx : php;
            files++;
            scripts += isScript ? 1 : 0;
            foreach (var message in Name(file).Concat(await engine.Check(file, token)))
            {
                errors += message.IsError ? 1 : 0;
                Console.Out.WriteLine(message);
            }
        }
        if (scripts > 0 && IcuLibrary.Problem is { } lacking)
            Console.Out.WriteLine(new ScriptMessage("ICU is not installed", 0, 0, "warning", "ITX007", lacking));
        foreach (var risk in HookRights.FindRisks(folders))
            Console.Out.WriteLine(new ScriptMessage(risk.Path, 0, 0, "warning", "ITX006", risk.Text));
        Console.Error.WriteLine(
            $"{files} files in {string.Join(", ", folders)}: {(errors == 0 ? "all good" : $"{errors} errors")}");
        return errors == 0 ? 0 : 1;
    }

    // The CRM's folders, and the folder itself for the original connector's layout; helpers are in other folders.
    private static IEnumerable<string> HookFiles(string folder) =>
        HookCatalog.Crms.Select(crm => Path.Combine(folder, crm.Id)).Prepend(folder)
            .Where(Directory.Exists)
            .SelectMany(one => Directory.EnumerateFiles(one).Order(StringComparer.Ordinal))
            .Where(file => Path.GetExtension(file) is ".csx" or ".php" && HookName(file) is not null);

    // need_registration.black_list.csx is an example for need_registration; any other name is a helper or a mistake.
    // A helper beside hooks is compiled with those that load it.
    private static string? HookName(string file)
    {
        var name = Path.GetFileName(file).Split('.')[0];
        return IsHook(name) || Meant(name) is not null ? name : null;
    }

    private static bool IsHook(string name) => HookCatalog.All.Any(hook => hook.Name == name);

    private static string? Meant(string name) => name.Contains('_')
        ? Spelling.Nearest(name, HookCatalog.All.Select(hook => hook.Name).Distinct()) : null;

    private static IEnumerable<ScriptMessage> Name(string file)
    {
        var name = HookName(file)!;
        var crm = Path.GetFileName(Path.GetDirectoryName(file));
        var known = HookCatalog.All.Where(hook => hook.Name == name).ToList();
        if (known.Count == 0)
            yield return new(file, 0, 0, "warning", "ITX005",
                $"'{name}' is not a hook, so this file never runs by itself: did you mean {Meant(name)}?");
        else if (HookCatalog.FindCrm($"{crm}") is { } found && known.All(hook => hook.Crm != found))
            yield return new(file, 0, 0, "warning", "ITX005",
                $"'{name}' is a hook of {known[0].Folder} only: it never runs here.");
    }
}
