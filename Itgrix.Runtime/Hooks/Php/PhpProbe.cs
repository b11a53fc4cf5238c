namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Results of php-compat/probe.php, run in one mode.</summary>
internal sealed class PhpProbe(JsonElement facts)
{
    /// <summary>The command line's php.ini; <c>null</c> when it has none.</summary>
    public string? IniFile => Text("ini_file");

    /// <summary>The command line's folder of additional .ini files; <c>null</c> when it has none.</summary>
    public string? IniFolder => Text("ini_folder") is { Length: > 0 } folder ? folder : null;

    /// <summary>The additional .ini files that it read.</summary>
    public IReadOnlyList<string> IniFiles => Texts("ini_files");

    /// <summary>Where its extensions are.</summary>
    public string? ExtensionFolder => Text("extension_folder");

    /// <summary>What a fork server needs and PHP lacks; <c>null</c> when it has all.</summary>
    public string? LacksForForks => Text("lacks_for_forks");

    /// <summary>The functions that php.ini disables.</summary>
    public string Disabled => Text("disabled") ?? "";

    /// <summary>Why a worker cannot stand in for the command line; <c>null</c> when it can.</summary>
    public string? Problem(PhpProbe worker)
    {
        if (Text("version") != worker.Text("version"))
            return $"it is PHP {worker.Text("version")} and php is {Text("version")}: "
                + "install the php-cgi of the same version, or set customizer.php_cgi";
        var theirs = worker.Member("same");
        foreach (var fact in Member("same").EnumerateObject())
        {
            if (!theirs.TryGetProperty(fact.Name, out var other) || !JsonElement.DeepEquals(fact.Value, other))
                return $"the self-test found another '{fact.Name}' in it: {Difference(fact.Value, other)}";
        }
        return null;
    }

    // Of the environment only names: a value may be a secret.
    private static string Difference(JsonElement ours, JsonElement theirs)
    {
        if (ours.ValueKind != JsonValueKind.Object || theirs.ValueKind != JsonValueKind.Object)
            return $"{ours.GetRawText()} by php, {theirs} by php-cgi";
        var names = ours.EnumerateObject().Concat(theirs.EnumerateObject()).Select(field => field.Name).Distinct();
        return string.Join(", ", names.Where(name =>
            !ours.TryGetProperty(name, out var one) || !theirs.TryGetProperty(name, out var other)
            || !JsonElement.DeepEquals(one, other)));
    }

    /// <summary>Facts that only one of the two has, or has with another value.</summary>
    public PhpDifferences Differences(PhpProbe worker) => new(
        Names("functions", worker), Names("classes", worker), Constants(worker));

    private List<string> Names(string kind, PhpProbe worker)
    {
        var (ours, theirs) = (Texts(kind), worker.Texts(kind));
        return [.. ours.Except(theirs).Concat(theirs.Except(ours))
            .Where(name => !name.StartsWith("Itgrix", StringComparison.Ordinal))];
    }

    private List<string> Constants(PhpProbe worker)
    {
        var theirs = worker.Member("constants");
        return [.. Member("constants").EnumerateObject()
            .Where(ours => !theirs.TryGetProperty(ours.Name, out var other)
                || other.GetString() != ours.Value.GetString())
            .Select(ours => ours.Name)];
    }

    private JsonElement Member(string name) => facts.GetProperty(name);

    private string? Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private List<string> Texts(string name) => [.. Member(name).EnumerateArray().Select(item => item.GetString()!)];
}

/// <summary>Names that differ between the command line and a worker, or are missing in one.</summary>
internal sealed record PhpDifferences(
    IReadOnlyList<string> Functions, IReadOnlyList<string> Classes, IReadOnlyList<string> Constants)
{
    /// <summary>Whether PHP failed because a worker lacks one of them.</summary>
    public string? MissedIn(string reason) =>
        Functions.FirstOrDefault(
            name => reason.Contains($"undefined function {name}()", StringComparison.OrdinalIgnoreCase))
        ?? Constants.FirstOrDefault(name => reason.Contains($"ndefined constant \"{name}\"", StringComparison.Ordinal))
        ?? Classes.FirstOrDefault(name => reason.Contains($"Class \"{name}\" not found", StringComparison.Ordinal));
}
