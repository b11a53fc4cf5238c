namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>All mistakes of a configuration, each with its fix.</summary>
/// <param name="file">The file.</param>
/// <param name="mistakes">The mistakes; each begins with the setting.</param>
/// <param name="lines">The lines of the settings in the file.</param>
internal sealed class ConfigException(
    string file, IReadOnlyList<string> mistakes, IReadOnlyDictionary<string, int>? lines = null)
    : Exception($"{file} cannot be used:\n"
        + string.Join('\n', Located(mistakes, lines).Select(mistake => $"  - {mistake}"))), IForeseenFailure
{
    public IReadOnlyList<string> Mistakes => mistakes;

    /// <summary>The mistakes, each after its line in the file.</summary>
    public IReadOnlyList<string> LocatedMistakes => [.. Located(mistakes, lines)];

    private static IEnumerable<string> Located(
        IReadOnlyList<string> mistakes, IReadOnlyDictionary<string, int>? lines) =>
        mistakes.Select(mistake => LineOf(mistake, lines) + mistake);

    // A missing setting has the line of its section.
    private static string LineOf(string mistake, IReadOnlyDictionary<string, int>? lines)
    {
        var path = mistake.Split(' ')[0];
        while (lines?.ContainsKey(path) == false && path.LastIndexOf('.') is > 0 and var end)
            path = path[..end];
        return lines?.TryGetValue(path, out var line) == true && !mistake.Contains(ConfigFile.Twice)
            ? $"line {line}: " : "";
    }
}
