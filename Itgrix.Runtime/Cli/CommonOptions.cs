using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary>Options that several commands share.</summary>
internal sealed class CommonOptions
{
    /// <summary>Timeout for building a file's newest version: no call waits meanwhile.</summary>
    public static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(1);

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "The configuration file. "
            + "Default: ./config.json, /etc/itgrix/config.json or the original connector's.",
        HelpName = "FILE",
    };

    public Option<string?> Customizations { get; } = new("--customizations")
    {
        Description = "A folder with the layout of customizations/ "
            + $"({string.Join(", ", HookCatalog.Crms.Select(crm => $"DIR/{crm.Id}/..."))}), "
            + "in place of the configured ones.",
        HelpName = "DIR",
    };

    public Option<double?> Timeout { get; } = new("--timeout")
    {
        Description = "Overrides the hook's timeout.",
        HelpName = "SECONDS",
    };

    public static Argument<string> Hook { get; } = new("hook")
    {
        Description = $"CRM/NAME, one of: {string.Join(", ", HookCatalog.All.Select(hook => hook.Id))}",
        HelpName = "CRM/NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Config);
        command.Options.Add(Customizations);
    }

    /// <exception cref="UsageException">An option is invalid.</exception>
    /// <exception cref="ConfigException">The configuration is wrong.</exception>
    public ItgrixConfig ReadAll(ParseResult parsed)
    {
        var config = ItgrixConfig.Load(parsed.GetValue(Config));
        return parsed.GetValue(Customizations) is { } folder
            ? config with { Customizer = config.Customizer with { Folders = [new(ExistingFolder(folder), null)] } }
            : config;
    }

    /// <inheritdoc cref="ReadAll"/>
    public CustomizerOptions Read(ParseResult parsed) => ReadAll(parsed).Customizer;

    /// <exception cref="UsageException">There is no such hook.</exception>
    public static HookDefinition ReadHook(ParseResult parsed)
    {
        var id = parsed.GetRequiredValue(Hook);
        if (HookCatalog.Find(id) is { } hook)
            return hook;
        var near = HookCatalog.All.Where(known => known.Name == id || known.Id.Contains(id, StringComparison.Ordinal)
            || id.EndsWith(known.Name, StringComparison.Ordinal)).Select(known => known.Id).ToList();
        if (near.Count == 0 && Spelling.Nearest(id, HookCatalog.All.Select(known => known.Id)) is { } meant)
            near = [meant];
        if (near.Count == 0)
            near = [.. HookCatalog.All.Where(known => known.Name
                == Spelling.Nearest(id.Split('/')[^1], HookCatalog.All.Select(hook => hook.Name).Distinct()))
                .Select(known => known.Id)];
        var known = near.Count > 0
            ? $"Did you mean {string.Join(" or ", near)}?"
            : "'./run.sh hook --help' lists them.";
        throw new UsageException($"There is no hook '{id}'. {known}");
    }

    public static string ExistingFolder(string folder) => Directory.Exists(folder)
        ? Path.GetFullPath(folder)
        : throw new UsageException($"There is no folder {Path.GetFullPath(folder)}: create it, or name another one.");
}

/// <summary>A command was called with invalid arguments.</summary>
internal sealed class UsageException(string message) : Exception(message), IForeseenFailure;
