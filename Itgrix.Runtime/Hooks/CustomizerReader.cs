using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Hooks;

/// <summary>Reads the <c>customizer</c> part.</summary>
internal static class CustomizerReader
{
    // A hook delays a call's record, not the call; even so an hour is too long.
    private const double LeastSeconds = 0.01, MaxSeconds = 600;

    public static CustomizerOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new CustomizerOptions();
        var options = new CustomizerOptions
        {
            Enabled = section.Flag("enabled", true),
            Timeout = section.Seconds("timeout", LeastSeconds, MaxSeconds) ?? defaults.Timeout,
            Folders = Folders(section, baseFolder),
            Methods = Methods(section),
            Memory = (long)(section.Number("memory_mb", 64, 65536, "megabytes") ?? defaults.Memory >> 20) << 20,
            Output = (int)(section.Number("output_mb", 1, 512, "megabytes") ?? defaults.Output >> 20) << 20,
            Workers = (int)(section.Number("workers", 1, 64, "processes") ?? defaults.Workers),
            Queue = (int)(section.Number("queue", 1, 100_000, "calls") ?? defaults.Queue),
            Php = section.Text("php") ?? defaults.Php,
            PhpCgi = section.Text("php_cgi") ?? defaults.PhpCgi,
            PhpMode = section.Choice<PhpModeKind>("php_mode") ?? defaults.PhpMode,
            Cache = section.Text("cache") is { } cache ? Path.GetFullPath(cache, baseFolder) : defaults.Cache,
        };
        section.RejectUnknown();
        return options;
    }

    private static IReadOnlyList<HookFolder> Folders(ConfigSection section, string baseFolder)
    {
        var folders = section.Items("folders").Select(item => Folder(section, item, baseFolder))
            .OfType<HookFolder>().ToList();
        return folders.Count > 0 ? folders : [new(Path.Combine(baseFolder, "customizations"), null)];
    }

    private static HookFolder? Folder(ConfigSection section, JsonElement item, string baseFolder)
    {
        var path = item.ValueKind == JsonValueKind.String ? item : Property(item, "path");
        var crm = Property(item, "crm");
        Crm? parsed = null;
        if (path.ValueKind == JsonValueKind.String && !path.GetString()!.Contains('\0')
            && (crm.ValueKind == JsonValueKind.Undefined
                || (parsed = HookCatalog.FindCrm(crm.ToString())) is not null))
            return new(Path.GetFullPath(path.GetString()!, baseFolder), parsed);
        section.Mistake("folders",
            $"has {item.GetRawText()}: give a path, or {{\"path\": ..., \"crm\": "
            + $"{string.Join(" or ", HookCatalog.Crms.Select(known => $"\"{known.Id}\""))}}}.");
        return null;
    }

    private static JsonElement Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static IReadOnlyDictionary<string, MethodOptions> Methods(ConfigSection section)
    {
        var methods = new Dictionary<string, MethodOptions>();
        if (section.Section("methods") is not { } all)
            return methods;
        foreach (var name in all.Names)
        {
            if (!HookCatalog.All.Any(hook => hook.Name == name || hook.Id == name))
                all.Mistake(name, "is not a hook: './run.sh hook --help' lists the names.");
            else if (all.Section(name) is { } method)
            {
                methods[name] = new(
                    method.FlagOrNone("enabled"),
                    method.Seconds("timeout", LeastSeconds, MaxSeconds),
                    method.Choice<PhpModeKind>("php_mode"));
                method.RejectUnknown();
            }
        }
        return methods;
    }
}
