using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Service.Import;

/// <summary>Where an original connector has its files.</summary>
/// <param name="Module">The CRM that it is for.</param>
/// <param name="Root">The folder that its paths start at: <c>/</c>.</param>
internal sealed record OriginalConnector(ICrmModule Module, string Root)
{
    public string Name => Module.Original!;

    public string Settings => Path.Combine(Root, "etc", Name);

    public string ConfigFile => Path.Combine(Settings, "config.json");

    /// <summary>The patterns of mobile numbers that count as internal.</summary>
    public string MobilePatterns => Path.Combine(Settings, "fmc_patterns.txt");

    /// <summary>The folders of its hooks that exist, the newer one first; the newer one when none does.</summary>
    public IReadOnlyList<HookFolder> HookFolders
    {
        get
        {
            var opt = Path.Combine(Root, "opt", Name);
            string[] folders = [Path.Combine(opt, "customizer", "actions"), Path.Combine(opt, "custom")];
            var present = folders.Where(Directory.Exists).DefaultIfEmpty(folders[0]);
            return [.. present.Select(folder => new HookFolder(folder, Module.Crm))];
        }
    }

    public bool IsInstalled => File.Exists(ConfigFile) || HookFolders.Any(folder => Directory.Exists(folder.Path));

    /// <summary>All connectors.</summary>
    public static IEnumerable<OriginalConnector> In(string root) => CrmModules.All
        .Where(module => module.Original is not null).Select(module => new OriginalConnector(module, root));

    /// <summary>The connector of a configuration file; <c>null</c> when it is another file.</summary>
    public static OriginalConnector? Of(string configFile) => Path.GetDirectoryName(configFile) is not { } folder ? null
        : In(Path.GetFullPath(Path.Combine(folder, "..", "..")))
            .FirstOrDefault(original => original.ConfigFile == configFile);
}
