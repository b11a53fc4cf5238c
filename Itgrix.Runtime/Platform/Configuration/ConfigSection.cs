namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>One object of the configuration; collects all mistakes, not only the first.</summary>
internal sealed class ConfigSection
{
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
        foreach (var name in Names.Where(name => !_known.Contains(name) && PathOf(name) != "$schema"))
        {
            var near = Spelling.Nearest(name, _known) is { } meant ? $": did you mean {meant}?" : ".";
            Mistake(name, $"is not known here{near} Known: {string.Join(", ", _known.Order())}.");
        }
    }

    /// <summary>A value in a message.</summary>
    public static string Shorten(JsonElement value) =>
        value.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : value.GetRawText();

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
