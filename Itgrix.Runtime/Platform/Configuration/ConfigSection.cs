using System.Text.Json;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Reads one object of the configuration and collects all mistakes, not only the first.</summary>
internal sealed class ConfigSection(JsonElement json, string path, List<string> mistakes)
{
    private readonly HashSet<string> _known = [];

    public IEnumerable<string> Names => json.EnumerateObject().Select(property => property.Name);

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public JsonValueKind KindOf(string name) => Value(name)?.ValueKind ?? JsonValueKind.Undefined;

    public bool Flag(string name, bool otherwise) => FlagOrNone(name) ?? otherwise;

    public bool? FlagOrNone(string name) => Value(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => Wrong<bool?>(name, other, "true or false"),
    };

    /// <summary>A time in seconds, fractions allowed.</summary>
    public TimeSpan? Seconds(string name, double least, double max) =>
        Number(name, least, max, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public double? Number(string name, double least, double max, string unit)
    {
        var value = Value(name);
        if (value is { ValueKind: JsonValueKind.Number }
            && value.Value.GetDouble() is var number && number >= least && number <= max)
            return number;
        return Wrong<double?>(name, value, $"a number of {unit} from {least} to {max}");
    }

    public string? Text(string name) => Value(name) switch
    {
        { ValueKind: JsonValueKind.String } text
            when text.GetString() is { Length: > 0 } found && !found.Contains('\0') => found,
        var other => Wrong<string?>(name, other, "a text"),
    };

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        var value = Value(name);
        foreach (var choice in Enum.GetValues<T>())
        {
            if (value is { ValueKind: JsonValueKind.String } && value.Value.ValueEquals(NameOf(choice)))
                return choice;
        }
        return Wrong<T?>(
            name, value, string.Join(" or ", Enum.GetValues<T>().Select(choice => $"\"{NameOf(choice)}\"")));
    }

    /// <summary>One of these values by its name; <c>null</c> when it is missing or wrong.</summary>
    public T? Choice<T>(string name, IReadOnlyList<T> choices, Func<T, string> nameOf)
        where T : class
    {
        var value = Value(name);
        var chosen = value is { ValueKind: JsonValueKind.String }
            ? choices.FirstOrDefault(choice => value.Value.ValueEquals(nameOf(choice))) : null;
        return chosen ?? Wrong<T?>(
            name, value, string.Join(" or ", choices.Select(choice => $"\"{nameOf(choice)}\"")));
    }

    public IReadOnlyList<JsonElement> Items(string name) => Value(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        var other => Wrong<IReadOnlyList<JsonElement>>(name, other, "a list") ?? [],
    };

    public ConfigSection? Section(string name) => Value(name) switch
    {
        { ValueKind: JsonValueKind.Object } section => new(section, PathOf(name), mistakes),
        var other => Wrong<ConfigSection?>(name, other, "an object { ... }"),
    };

    /// <summary>The raw JSON value, for a setting that takes several types.</summary>
    public JsonElement? Any(string name) => Value(name);

    public void Mistake(string name, string fix) => mistakes.Add($"{PathOf(name)} {fix}");

    /// <summary>Called last: a name that no reader asked for is a mistake, most often of spelling.</summary>
    public void RejectUnknown()
    {
        foreach (var name in Names.Where(name => !_known.Contains(name)))
            Mistake(name, $"is not known here. Known: {string.Join(", ", _known.Order())}.");
    }

    private JsonElement? Value(string name)
    {
        _known.Add(name);
        return json.TryGetProperty(name, out var value) ? value : null;
    }

    private T? Wrong<T>(string name, JsonElement? value, string expected)
    {
        if (value is { } found)
            Mistake(name, $"is {Shorten(found.GetRawText())}: give {expected}.");
        return default;
    }

    private static string NameOf<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
