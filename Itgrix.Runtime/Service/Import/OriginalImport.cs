using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Service.Import;

/// <summary>
/// Makes a configuration of what is known of the original connectors' files. Those files stay as and where they are.
/// </summary>
internal sealed class OriginalImport
{
    private readonly List<ImportLine> _lines = [];
    private readonly JsonObject _customizer = [];

    /// <summary>The sections of the new configuration.</summary>
    public JsonObject Config { get; } = [];

    public IReadOnlyList<ImportLine> Lines => _lines;

    /// <summary>Reads one; its own mistakes are lines as well.</summary>
    public void Add(OriginalConnector original)
    {
        AddFolders(original);
        if (File.Exists(original.MobilePatterns))
        {
            Config["numbers"] = new JsonObject { ["local_patterns"] = original.MobilePatterns };
            Taken(original.MobilePatterns, "numbers.local_patterns");
        }
        if (File.Exists(original.ConfigFile))
            AddSettings(original);
        if (_customizer.Count > 0)
            Config["customizer"] = _customizer;
    }

    private void AddFolders(OriginalConnector original)
    {
        foreach (var folder in original.HookFolders.Where(one => Directory.Exists(one.Path)))
        {
            var folders = _customizer["folders"] as JsonArray;
            if (folders is null)
                _customizer["folders"] = folders = ["customizations"];
            folders.Add(new JsonObject { ["path"] = folder.Path, ["crm"] = original.Module.Crm.Id });
            var files = Directory.GetFiles(folder.Path, "*.php").Order(StringComparer.Ordinal).ToList();
            Taken(folder.Path, $"customizer.folders, {files.Count(file => IsHook(file, original.Module.Crm))} hooks");
            foreach (var file in files)
                AddOld(file, original.Module.Crm);
        }
    }

    private void AddOld(string file, Crm crm)
    {
        if (OldHooks.PresentNames(file, crm) is { Count: > 0 } names)
            _lines.Add(new(ImportKind.Rename, file,
                $"copy it to {string.Join(" and ", names.Select(name => $"{name}.php"))} in the same folder"));
    }

    private static bool IsHook(string file, Crm crm) => HookCatalog.All.Any(hook =>
        hook.Crm == crm && hook.Name == Path.GetFileNameWithoutExtension(file));

    private void AddSettings(OriginalConnector original)
    {
        CustomizerOptions read;
        JsonElement json;
        try
        {
            var config = ItgrixConfig.LoadOriginal(original.ConfigFile);
            (read, json) = (config.Customizer, config.Source);
        }
        catch (ConfigException error)
        {
            foreach (var mistake in error.LocatedMistakes)
                _lines.Add(new(ImportKind.Open, original.ConfigFile, mistake));
            return;
        }
        foreach (var section in json.EnumerateObject())
        {
            if (section.Name == "customizer")
                AddCustomizer(original, section.Value, read);
            else
                Ask(original, section.Name, section.Value);
        }
    }

    // What one connector has for its CRM; a hook's name alone would be for both.
    private void AddCustomizer(OriginalConnector original, JsonElement given, CustomizerOptions read)
    {
        var file = original.ConfigFile;
        foreach (var setting in given.EnumerateObject().Where(one => one.Name is not ("methods" or "folders")))
        {
            _customizer[setting.Name] = JsonNode.Parse(setting.Value.GetRawText());
            Taken($"{file}: customizer.{setting.Name}", $"customizer.{setting.Name}");
        }
        foreach (var (name, method) in read.Methods)
        {
            if (_customizer["methods"] is not JsonObject methods)
                _customizer["methods"] = methods = [];
            var own = new JsonObject();
            if (method.Enabled is { } isEnabled)
                own["enabled"] = isEnabled;
            if (method.Timeout is { } timeout)
                own["timeout"] = timeout.TotalSeconds;
            methods[name.Contains('/') ? name : $"{original.Module.Crm.Id}/{name}"] = own;
            Taken($"{file}: customizer.methods.{name}", "customizer.methods");
        }
    }

    // Values may be secrets, and stay in their file.
    private void Ask(OriginalConnector original, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        {
            foreach (var part in value.EnumerateObject())
                Ask(original, $"{path}.{part.Name}", part.Value);
            return;
        }
        _lines.Add(new(ImportKind.Open, $"{original.ConfigFile}: {path}", OriginalQuestions.For(path)));
    }

    private void Taken(string what, string where) => _lines.Add(new(ImportKind.Taken, what, where));
}
