using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>
/// A worked example on one input: a hook in PHP, its twin in C#, the reply that both must give. README.md of
/// <c>php-compat</c> explains how the files are named.
/// </summary>
/// <param name="Hook">Which hook it is.</param>
/// <param name="Variant">What it does: <c>black_list</c>.</param>
/// <param name="Run">Empty for the first input, <c>.2</c> for the second.</param>
/// <param name="Php">The file in PHP.</param>
/// <param name="Csx">Its twin in C#.</param>
internal sealed record ExampleCase(HookDefinition Hook, string Variant, string Run, string Php, string Csx)
{
    /// <summary>Its name in tests: <c>kommo/need_registration.black_list.2</c>.</summary>
    public string Id => $"{Hook.Id}.{Variant}{Run}";

    public byte[] Input =>
        File.Exists(Stem + ".input.json") ? File.ReadAllBytes(Stem + ".input.json") : Samples.Of(Hook);

    public byte[] Expected => File.ReadAllBytes(Stem + ".expected.json");

    /// <summary>Environment variables of the run.</summary>
    public IReadOnlyDictionary<string, string> Environment => File.Exists(Stem + ".env")
        ? File.ReadLines(Stem + ".env")
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
        : new Dictionary<string, string>();

    private string Stem => Path.ChangeExtension(Php, null) + Run;
}
