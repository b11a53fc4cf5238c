using System.Collections;
using System.Collections.Concurrent;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Platform.Processes;

/// <summary>The environment of a child: the service's own, the spec's changes, and the token of its tree.</summary>
internal static class ChildEnvironment
{
    /// <summary>Descendants inherit this variable, so that it also finds those that leave the session.</summary>
    public const string TokenName = "ITGRIX_PROCESS";

    private static readonly ConcurrentDictionary<string, bool> Withheld = [];

    /// <summary>Excludes this variable from every later child: it holds a secret.</summary>
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
