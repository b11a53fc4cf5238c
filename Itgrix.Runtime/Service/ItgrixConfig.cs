using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Logging;
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

    public CustomizerOptions Customizer { get; init; } = new();

    public AsteriskOptions Asterisk { get; init; } = new();

    public NumberOptions Numbers { get; init; } = new();

    public ExtensionOptions Extensions { get; init; } = new();

    public CallQueueOptions Calls { get; init; } = new();

    /// <summary>The configured CRMs.</summary>
    public IReadOnlyDictionary<Crm, CrmOptions> Crms { get; init; } = new Dictionary<Crm, CrmOptions>();

    public OutboxOptions Outbox { get; init; } = new();

    public ClickToCallOptions ClickToCall { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public RoutingOptions CallRouter { get; init; } = new();

    /// <summary>Login of the administrator; <c>null</c>: none.</summary>
    public DigestHash? Admin { get; init; }

    /// <summary>Token of the metrics scraper; <c>null</c>: only the admin reads metrics.</summary>
    public Secret? MetricsToken { get; init; }

    public RecordingOptions Recordings { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    /// <summary>Reads the named file, else the first existing one of the default paths.</summary>
    /// <exception cref="ConfigException">The file is missing, unreadable or wrong, with all mistakes.</exception>
    public static ItgrixConfig Load(string? file)
    {
        file ??= Places.FirstOrDefault(System.IO.File.Exists);
        if (file is null)
            return new() { Customizer = new() { Folders = [new(DefaultFolder(), null)] } };
        file = Path.GetFullPath(file);
        try
        {
            var options = new JsonDocumentOptions
                { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            var text = System.IO.File.ReadAllBytes(file);
            SafeJson.Check(text, new() { CommentHandling = options.CommentHandling, AllowTrailingCommas = true });
            using var json = JsonDocument.Parse(text, options);
            return Read(file, json.RootElement);
        }
        catch (JsonException error)
        {
            throw new ConfigException(file, [$"It is not valid JSON: {error.Message}"]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(file, [$"It cannot be read: {error.Message}"]);
        }
    }

    // Started from another folder, it is the one beside run.sh.
    private static string DefaultFolder()
    {
        var here = Path.GetFullPath("customizations");
        var home = Environment.GetEnvironmentVariable("ITGRIX_HOME");
        return Directory.Exists(here) || home is null ? here : Path.Combine(home, "customizations");
    }

    private static ItgrixConfig Read(string file, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new ConfigException(file, ["It is not an object: write { \"customizer\": { ... } }."]);
        var mistakes = new List<string>();
        var root = new ConfigSection(json, "", mistakes);
        var folder = Path.GetDirectoryName(file)!;
        var config = new ItgrixConfig
        {
            File = file,
            Source = json.Clone(),
            Customizer = root.Section("customizer") is { } section
                ? CustomizerReader.Read(section, folder)
                : new() { Folders = [new(Path.Combine(folder, "customizations"), null)] },
        };
        if (!OriginalFiles.Contains(file))
        {
            config = WithOwnParts(config, root, folder);
            root.RejectUnknown();
        }
        return mistakes.Count == 0 ? config : throw new ConfigException(file, mistakes);
    }

    // Then recording_link is not needed: the service itself serves recordings.
    private static bool HasLinks(ConfigSection root) =>
        root.Any("recordings") is { ValueKind: JsonValueKind.Object } recordings
        && recordings.TryGetProperty("public_url", out _);

    private static Dictionary<Crm, CrmOptions> ReadCrms(ConfigSection root, string folder)
    {
        var crms = new Dictionary<Crm, CrmOptions>();
        foreach (var module in CrmModules.All)
        {
            if (root.Section(module.Crm.Id) is { } section
                && module.Read(section, folder, HasLinks(root)) is { } options)
                crms[module.Crm] = options;
        }
        return crms;
    }

    private static ItgrixConfig WithOwnParts(ItgrixConfig config, ConfigSection root, string folder) => config with
    {
        Asterisk = root.Section("asterisk") is { } asterisk ? AsteriskReader.Read(asterisk, folder) : new(),
        Numbers = root.Section("numbers") is { } numbers ? NumbersReader.Read(numbers, folder) : new(),
        Extensions = root.Section("extensions") is { } extensions ? ExtensionsReader.Read(extensions) : new(),
        Calls = root.Section("calls") is { } calls ? CallsReader.Read(calls) : new(),
        Crms = ReadCrms(root, folder),
        Outbox = root.Section("outbox") is { } outbox ? OutboxReader.Read(outbox, folder) : new(),
        ClickToCall = root.Section("click_to_call") is { } clickToCall
            ? ClickToCallReader.Read(clickToCall, folder) : new(),
        Http = root.Section("http") is { } http ? HttpReader.Read(http, folder) : new(),
        CallRouter = root.Section("autodistribution") is { } distribution
            ? RoutingOptionsReader.Read(distribution, folder) : new(),
        Admin = root.Section("admin") is { } admin ? AdminReader.Read(admin, folder) : null,
        MetricsToken = root.Section("metrics") is { } metrics ? MetricsReader.Read(metrics, folder) : null,
        Recordings = root.Section("recordings") is { } recordings ? RecordingReader.Read(recordings, folder) : new(),
        Log = root.Section("log") is { } log ? LogReader.Read(log) : new(),
    };
}
