using System.Collections;
using System.Collections.Concurrent;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The environment a child gets: the service's own, the spec's changes, and the mark of its tree.</summary>
internal static class ChildEnvironment
{
    /// <summary>Descendants inherit this variable, so those that leave the session are still found by it.</summary>
    public const string TokenName = "ITGRIX_PROCESS";

    private static readonly ConcurrentDictionary<string, bool> Withheld = [];

    /// <summary>From now on no child gets this variable: it holds a secret.</summary>
    public static void Withhold(string name) => Withheld[name] = true;

    /// <summary>Changes that take the withheld variables out of the service's environment.</summary>
    public static Dictionary<string, string?> WithoutSecrets() =>
        Withheld.Keys.ToDictionary(name => name, _ => (string?)null);

    public static List<string> Build(IReadOnlyDictionary<string, string?>? changes, string token)
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        {
            if (!Withheld.ContainsKey((string)own.Key))
                variables[(string)own.Key] = (string?)own.Value ?? "";
        }

        foreach (var (name, value) in changes ?? new Dictionary<string, string?>())
        {
            if (value is null)
                variables.Remove(name);
            else
                variables[name] = value;
        }

        variables[TokenName] = token;
        return [.. variables.Select(v => $"{v.Key}={v.Value}")];
    }
}
