using System.Runtime.CompilerServices;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>Whether hooks are found, can run, and nobody else can change them.</summary>
/// <param name="crms">The CRMs that are configured.</param>
internal sealed class HookFilesCheck(CustomizerOptions options, IEnumerable<Crm> crms) : IDoctorCheck
{
    public string Area => "hooks";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        if (!options.Enabled)
            yield return Finding.Warning("Hooks are off: no file runs.", "Set customizer.enabled to true");
        foreach (var folder in options.Folders)
        {
            if (!Directory.Exists(folder.Path))
                yield return Finding.Error($"{folder.Path} is missing, or cannot be seen by {Environment.UserName}.",
                    $"mkdir -p {folder.Path}, or name the right folder in customizer.folders");
            else if (Closed(folder.Path) is { } closed)
                yield return Finding.Error($"{closed} cannot be read by {Environment.UserName}.",
                    $"chmod -R o+rX {folder.Path}, or give it to a group of that user");
        }
        var files = Files();
        foreach (var finding in await RunnableAsync(files))
            yield return finding;
        foreach (var risk in HookRights.FindRisks(options.Folders.Select(folder => folder.Path)))
            yield return Finding.Warning($"{risk.Path}: {risk.Text}", "docs/security.md");
    }

    private List<HookFile> Files()
    {
        var folders = new HookFolders(options.Folders);
        return [.. HookCatalog.All.Where(hook => crms.Contains(hook.Crm)).Select(folders.Find).OfType<HookFile>()];
    }

    private static string? Closed(string folder) => Directory.EnumerateFileSystemEntries(folder).Prepend(folder)
        .FirstOrDefault(path => !FileRights.CanRead(path));

    private async Task<List<Finding>> RunnableAsync(List<HookFile> files)
    {
        List<Finding> found = [Finding.Good($"{files.Count} hooks are customized"
            + (files.Count == 0 ? "." : $": {string.Join(", ", files.Select(file => Path.GetFileName(file.File)))}."))];
        if (files.Exists(file => file.Engine == "csx") && IcuLibrary.Problem is { } lacking)
            found.Add(Finding.Warning("ICU is not installed.", lacking));
        if (!files.Exists(file => file.Engine == "php"))
            return found;
        found.AddRange(await OfPhpAsync(files.Where(file => file.Engine == "php")));
        return found;
    }

    private async Task<List<Finding>> OfPhpAsync(IEnumerable<HookFile> files)
    {
        List<Finding> found = [];
        var one = options with { Workers = 1 };
        using var process = new PhpProcess(one);
        using var setup = new PhpSetup(one, process);
        if (options.PhpMode == PhpModeKind.Warm && (await setup.Ways).Workers.Problem is { } problem)
            found.Add(Finding.Warning($"PHP files run in a process for each call: {problem}",
                "apt-get install php-cli php-cgi"));
        using var engine = new PhpEngine(one);
        foreach (var file in files)
        {
            var messages = await engine.Check(file.File, CancellationToken.None);
            found.AddRange(messages.Where(message => message.Severity != "note").Select(message => message.IsError
                ? Finding.Error($"{message}") : Finding.Warning($"{message}", $"./run.sh check {file.File}")));
        }
        return found;
    }
}
