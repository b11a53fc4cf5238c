using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// The <c>customizer</c> part of the configuration: which files run as hooks, and within which limits.
/// </summary>
internal sealed record CustomizerOptions
{
    /// <summary>The master switch.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Timeout of a hook without a timeout of its own.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for its file's newest version; <c>null</c>: 15 s for C#, 5 s for PHP.</summary>
    public TimeSpan? BuildTimeout { get; init; }

    /// <summary>Folders of hook files; earlier ones win.</summary>
    public IReadOnlyList<HookFolder> Folders { get; init; } = [];

    /// <summary>Settings of single hooks, by name (<c>process_record_file_path</c>) or id (<c>kommo/...</c>).</summary>
    public IReadOnlyDictionary<string, MethodOptions> Methods { get; init; } = new Dictionary<string, MethodOptions>();

    /// <summary>Memory of one worker or PHP process, in bytes.</summary>
    public long Memory { get; init; } = 256L << 20;

    /// <summary>Maximum size of a hook's output or reply, in bytes.</summary>
    public int Output { get; init; } = 8 << 20;

    /// <summary>Maximum number of parallel hooks of an engine.</summary>
    public int Workers { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Maximum number of calls that wait for a worker of an engine; the next one fails open at once.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>The PHP command line program.</summary>
    public string Php { get; init; } = "php";

    /// <summary>The PHP program of the workers.</summary>
    public string PhpCgi { get; init; } = "php-cgi";

    /// <summary>How PHP files run when neither setting nor inspection decides.</summary>
    public PhpModeKind PhpMode { get; init; } = PhpModeKind.Warm;

    /// <summary>Where compiled scripts are kept.</summary>
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
        Of(hook)?.PhpMode ?? (PhpMode == PhpModeKind.Process ? PhpMode : null);

    private MethodOptions? Of(HookDefinition hook) =>
        Methods.GetValueOrDefault(hook.Id) ?? Methods.GetValueOrDefault(hook.Name);

    private static string DefaultCache()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } user ? Path.Combine(user, ".cache")
            : Path.Combine(Path.GetTempPath(), $"itgrix-{Environment.UserName}");
        return Path.Combine(home, "itgrix");
    }
}

/// <summary>Settings of one hook; <c>null</c> means the general setting.</summary>
internal sealed record MethodOptions(bool? Enabled, TimeSpan? Timeout, PhpModeKind? PhpMode = null);
