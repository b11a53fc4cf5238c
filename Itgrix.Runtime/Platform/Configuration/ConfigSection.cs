namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>One object of the configuration; collects all mistakes, not only the first.</summary>
internal sealed class ConfigSection
{
    // A single one is a mistake of its own.
    private const int ManyUnknown = 3;

    private readonly HashSet<string> _known = [];
    private readonly JsonElement _json, _root;
    private readonly string _path;
    private readonly List<string> _mistakes;

    /// <param name="json">The whole file.</param>
    /// <param name="folder">The folder of the file, where relative paths start.</param>
    /// <param name="mistakes">Gets the mistakes.</param>
    public ConfigSection(JsonElement json, string folder, List<string> mistakes)
        : this(json, json, "", folder, mistakes)
    {
    }

    private ConfigSection(JsonElement json, JsonElement root, string path, string folder, List<string> mistakes) =>
        (_json, _root, _path, Folder, _mistakes) = (json, root, path, folder, mistakes);

    public string Folder { get; }

    public IEnumerable<string> Names => _json.EnumerateObject().Select(property => property.Name).Distinct();

    public bool Has(string name) => _json.TryGetProperty(name, out _);

    /// <summary>Whether the file has a setting of another section.</summary>
    public bool IsGiven(string section, string name) => _root.TryGetProperty(section, out var other)
        && other.ValueKind == JsonValueKind.Object && other.TryGetProperty(name, out _);

    /// <summary>The section of that name; <c>null</c> when it is missing or no object.</summary>
    public ConfigSection? Section(string name)
    {
        if (Value(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new(value, _root, PathOf(name), Folder, _mistakes);
        Wrong(name, value, "an object { ... }");
        return null;
    }

    /// <summary>The JSON of a setting; its name is known from then on.</summary>
    public JsonElement? Value(string name)
    {
        _known.Add(name);
        return _json.TryGetProperty(name, out var value) ? value : null;
    }

    public void Mistake(string name, string fix) => _mistakes.Add($"{PathOf(name)} {fix}");

    /// <summary>Reports a value of the wrong type or range, and returns none.</summary>
    public object? Wrong(string name, JsonElement value, string expected)
    {
        Mistake(name, $"is {Shorten(value)}: give {expected}.");
        return null;
    }

    /// <summary>Called last: a name that no setting has is a mistake, most often of spelling.</summary>
    public void RejectUnknown()
    {
        var unknown = Names.Where(name => !_known.Contains(name) && PathOf(name) != "$schema")
            .Select(name => (Name: name, Meant: Spelling.Nearest(name, _known))).ToList();
        // The same sentence for each would hide what is wrong.
        if (_path.Length == 0 && unknown.Count(one => one.Meant is null) >= ManyUnknown)
        {
            var names = unknown.Where(one => one.Meant is null).Select(one => one.Name).ToList();
            unknown.RemoveAll(one => one.Meant is null);
            _mistakes.Add($"{string.Join(", ", names)} are no sections of this service, so this is the configuration "
                + "of another program. The service takes no settings from the original connector's file: write one of "
                + "its own (docs/configuration.md), and name the folder of its hooks in customizer.folders.");
        }
        foreach (var (name, meant) in unknown)
        {
            var near = meant is not null ? $": did you mean {meant}?" : ".";
            Mistake(name, $"is not known here{near} Known: {string.Join(", ", _known.Order())}.");
        }
    }

    /// <summary>A value in a message.</summary>
    public static string Shorten(JsonElement value) =>
        value.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : value.GetRawText();

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
