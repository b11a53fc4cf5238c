using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// The <c>customizer</c> part of the configuration: which files run as hooks, and within which limits.
/// </summary>
internal sealed record CustomizerOptions
{
    [Setting("the master switch of all hooks", IsLive = true)]
    public bool Enabled { get; init; } = true;

    [Setting("timeout of a hook without a timeout of its own", Unit = "seconds", Min = 0.01, Max = 600,
        IsLive = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for its file's newest version; <c>null</c>: 15 s for C#, 5 s for PHP.</summary>
    public TimeSpan? BuildTimeout { get; init; }

    [Setting("folders of hook files, earlier ones win. A path has the layout of `customizations/`; with `crm` the "
        + "files are in it directly, as in the original connector",
        Rule = nameof(Folder), Default = "`customizations` beside the file", Schema = """
        {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"path": {"type": "string"},
         "crm": {"type": "string"}}, "required": ["path"], "additionalProperties": false}]}
        """)]
    public IReadOnlyList<HookFolder> Folders { get; init; } = [];

    [Setting("settings of single hooks, by name (`process_record_file_path`) for both CRMs or by `crm/name` for one; "
        + "`true` or `false` alone is the hook's switch",
        Switch = "enabled", KeyRule = nameof(HookMistake), IsLive = true)]
    public IReadOnlyDictionary<string, MethodOptions> Methods { get; init; } = new Dictionary<string, MethodOptions>();

    [Setting("memory of one hook's process", Name = "memory_mb", Unit = "megabytes", Min = 64, Max = 65536)]
    public long Memory { get; init; } = 256L << 20;

    [Setting("maximum output or reply of a hook", Name = "output_mb", Unit = "megabytes", Min = 1, Max = 512)]
    public int Output { get; init; } = 8 << 20;

    [Setting("hooks of one engine that run in parallel", Unit = "processes", Min = 1, Max = 64,
        Default = "the number of cores, at least 2")]
    public int Workers { get; init; } = Math.Max(2, Environment.ProcessorCount);

    [Setting("calls that may wait for a worker of one engine; the next one fails open at once",
        Unit = "calls", Min = 1, Max = 100_000)]
    public int Queue { get; init; } = 256;

    [Setting("the PHP command line program")]
    public string Php { get; init; } = "php";

    [Setting("the PHP program of the workers, of the same version")]
    public string PhpCgi { get; init; } = "php-cgi";

    [Setting("`warm`: PHP files run in persistent workers, those that need the command line in forked processes; "
        + "`fork`: each call in a forked process; `process`: each call starts `php`")]
    public PhpModeKind PhpMode { get; init; } = PhpModeKind.Warm;

    [Setting("folder of compiled scripts; only its owner may write there", IsPath = true,
        Default = "`$XDG_CACHE_HOME/itgrix` or `~/.cache/itgrix`")]
    public string Cache { get; init; } = DefaultCache();

    /// <summary>
    /// Whether a hook waits for the newest version of its file and fails when that cannot run; not a setting of the
    /// service.
    /// </summary>
    public bool NewestOnly { get; init; }

    public bool IsEnabled(HookDefinition hook) => Enabled && (Of(hook)?.Enabled ?? true);

    public TimeSpan LimitOf(HookDefinition hook) => Of(hook)?.Timeout ?? hook.TimeLimit ?? Timeout;

    /// <summary>The configured mode of the hook's PHP file; <c>null</c> when the file's content decides.</summary>
    public PhpModeKind? PhpModeOf(HookDefinition hook) =>
        Of(hook)?.PhpMode ?? (PhpMode == PhpModeKind.Warm ? null : PhpMode);

    private MethodOptions? Of(HookDefinition hook) =>
        Methods.GetValueOrDefault(hook.Id) ?? Methods.GetValueOrDefault(hook.Name);

    private static HookFolder Folder(JsonElement item, string baseFolder)
    {
        var path = item.ValueKind == JsonValueKind.String ? item : Property(item, "path");
        var crm = Property(item, "crm");
        Crm? parsed = null;
        if (path.ValueKind == JsonValueKind.String && !path.GetString()!.Contains('\0')
            && (crm.ValueKind == JsonValueKind.Undefined
                || (parsed = HookCatalog.FindCrm(crm.ToString())) is not null))
            return new(Path.GetFullPath(path.GetString()!, baseFolder), parsed);
        throw new FormatException("give a path, or {\"path\": ..., \"crm\": "
            + $"{string.Join(" or ", HookCatalog.Crms.Select(known => $"\"{known.Id}\""))}}}.");
    }

    private static JsonElement Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static string? HookMistake(string name)
    {
        var known = HookCatalog.All.SelectMany(hook => new[] { hook.Name, hook.Id }).ToList();
        var meant = Spelling.Nearest(name, known) is { } near ? $"did you mean {near}? " : "";
        return known.Contains(name) ? null : $"is not a hook: {meant}'./run.sh hook --help' lists the names.";
    }

    private static string DefaultCache()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".cache")
            : Path.Combine(Path.GetTempPath(), $"itgrix-{Environment.UserName}");
        return Path.Combine(home, "itgrix");
    }
}

/// <summary>Settings of one hook; <c>null</c> means the general setting.</summary>
internal sealed record MethodOptions(
    [property: Setting("the hook's switch", Default = "`true`")]
    bool? Enabled,
    [property: Setting("timeout of this hook", Unit = "seconds", Min = 0.01, Max = 600,
        Default = "10 for `process_record_file_path`, else `customizer.timeout`")]
    TimeSpan? Timeout,
    [property: Setting("`warm`, `fork` or `process` for this hook's PHP file, whatever its content",
        NeedsRestart = true,
        Default = "decided by `php_mode` and the file")]
    PhpModeKind? PhpMode = null)
{
    public MethodOptions()
        : this(null, null)
    {
    }
}
