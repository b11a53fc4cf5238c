using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Service.Import;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Service;

/// <summary>The configuration file, validated as a whole.</summary>
internal sealed record ItgrixConfig
{
    /// <summary>Default paths of the file.</summary>
    private static readonly string[] Places =
        ["config.json", "/etc/itgrix/config.json", "/etc/itgrix_bx/config.json", "/etc/itgrix_amo/config.json"];

    // The original connectors keep further settings in the same file.
    private static readonly string[] OriginalFiles = ["/etc/itgrix_bx/config.json", "/etc/itgrix_amo/config.json"];

    /// <summary>Path of the file; <c>null</c> when there is none and everything has its default.</summary>
    public string? File { get; init; }

    /// <summary>Content of the file, to compare versions.</summary>
    public JsonElement Source { get; init; }

    [Setting("which files run as hooks, and within which limits")]
    public CustomizerOptions Customizer { get; init; } = new();

    [Setting("the connection to Asterisk")]
    public AsteriskOptions Asterisk { get; init; } = new();

    [Setting("how phone numbers are interpreted", IsLive = true)]
    public NumberOptions Numbers { get; init; } = new();

    [Setting("the extensions with calls to deliver to the CRM", IsLive = true)]
    public ExtensionOptions Extensions { get; init; } = new();

    [Setting("limits of the queue of stages")]
    public PendingStageOptions Calls { get; init; } = new();

    /// <summary>The configured CRMs.</summary>
    public IReadOnlyDictionary<Crm, CrmOptions> Crms { get; init; } = new Dictionary<Crm, CrmOptions>();

    [Setting("where deliveries to CRMs are stored, and when they are retried")]
    public OutboxOptions Outbox { get; init; } = new();

    [Setting("how a number that was clicked in the CRM is dialled")]
    public ClickToCallOptions ClickToCall { get; init; } = new();

    [Setting("the address that the service listens at")]
    public HttpOptions Http { get; init; } = new();

    [Setting("routing of incoming calls", Name = "autodistribution")]
    public RoutingOptions CallRouter { get; init; } = new();

    /// <summary>The administrator; <c>null</c>: none.</summary>
    [Setting("the administrator", Default = "none: the admin's routes answer 403")]
    public AdminLoginOptions? Admin { get; init; }

    /// <summary>The metrics scraper; <c>null</c>: only the admin reads metrics.</summary>
    [Setting("the metrics scraper")]
    public MetricsOptions? Metrics { get; init; }

    [Setting("where recordings are, how they are served, how long they stay")]
    public RecordingOptions Recordings { get; init; } = new();

    [Setting("the service's log", IsLive = true)]
    public LogOptions Log { get; init; } = new();

    /// <summary>Whether a setting, such as <c>numbers.prefixes</c>, applies without a restart.</summary>
    /// <param name="path">The setting.</param>
    /// <param name="next">A newer version.</param>
    public bool IsLive(string path, ItgrixConfig next)
    {
        var parts = path.Split('.', 2);
        if (CrmModules.All.FirstOrDefault(module => module.Crm.Id == parts[0]) is not { } module)
            return LiveSettings.IsLive(path, this, next);
        return parts.Length > 1 && LiveSettings.IsLive(
            parts[1], Crms.GetValueOrDefault(module.Crm), next.Crms.GetValueOrDefault(module.Crm));
    }

    /// <summary>This configuration with the settings of a newer version that apply without a restart.</summary>
    public ItgrixConfig WithLive(ItgrixConfig next) => LiveSettings.Apply(this, next) with
    {
        Source = next.Source,
        Crms = Crms.ToDictionary(crm => crm.Key, crm => next.Crms.TryGetValue(crm.Key, out var other)
            ? LiveSettings.Apply(crm.Value, other) : crm.Value),
    };

    /// <summary>Reads the named file, else the first existing one of the default paths.</summary>
    /// <exception cref="ConfigException">The file is missing, unreadable or wrong, with all mistakes.</exception>
    public static ItgrixConfig Load(string? file)
    {
        file ??= Places.FirstOrDefault(System.IO.File.Exists);
        if (file is null)
            return new() { Customizer = new() { Folders = [new(DefaultFolder(), null) { IsDefault = true }] } };
        file = Path.GetFullPath(file);
        return Read(file, OriginalFiles.Contains(file));
    }

    /// <summary>Reads <c>customizer</c> of the file of an original connector, which has further settings.</summary>
    /// <exception cref="ConfigException">The file is unreadable, or that part is wrong.</exception>
    public static ItgrixConfig LoadOriginal(string file) => Read(Path.GetFullPath(file), isOriginal: true);

    // Started from another folder, it is the one beside run.sh.
    private static string DefaultFolder()
    {
        var here = Path.GetFullPath("customizations");
        var home = Environment.GetEnvironmentVariable("ITGRIX_HOME");
        return Directory.Exists(here) || home is null ? here : Path.Combine(home, "customizations");
    }

    private static ItgrixConfig Read(string file, bool isOriginal)
    {
        var (lines, mistakes) = (new Dictionary<string, int>(), new List<string>());
        var (json, folder) = (ConfigFile.Read(file, lines, mistakes), Path.GetDirectoryName(file)!);
        var root = new ConfigSection(json, folder, mistakes);
        if (isOriginal)
            mistakes.RemoveAll(mistake => mistake.Split(' ', '.')[0] != "customizer");
        var config = !isOriginal ? ReadAll(root)
            : root.Section("customizer") is { } customizer
                ? new() { Customizer = SettingReader.Read<CustomizerOptions>(customizer) } : new();
        if (mistakes.Count > 0)
            throw new ConfigException(file, mistakes, lines);
        return config with
        {
            File = file,
            Source = json,
            Customizer = config.Customizer.Folders.Count > 0 ? config.Customizer
                : config.Customizer with
                {
                    Folders = (isOriginal ? OriginalConnector.Of(file)?.HookFolders : null)
                        ?? [new(Path.Combine(folder, "customizations"), null) { IsDefault = true }],
                },
        };
    }

    private static ItgrixConfig ReadAll(ConfigSection root)
    {
        var crms = new Dictionary<Crm, CrmOptions>();
        foreach (var module in CrmModules.All)
        {
            if (root.Section(module.Crm.Id) is { } section)
                crms[module.Crm] = (CrmOptions)SettingReader.Read(section, Setting.Create(module.Settings));
        }
        return SettingReader.Read<ItgrixConfig>(root) with { Crms = crms };
    }
}
