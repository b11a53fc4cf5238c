using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>Every example with every input that has a reply beside it; those of old versions have no twin.</summary>
internal static class ExampleCases
{
    // The one example that is in use as it is shipped.
    private const string Active = "mp3";

    private static readonly string Examples = ProjectFolder.Of("php-compat", "examples");

    public static IReadOnlyList<ExampleCase> All { get; } =
    [
        .. from hook in HookCatalog.All
           from php in Directory.EnumerateFiles(Path.Combine(Examples, hook.Folder), $"{hook.Name}.*.php").Order()
           let variant = Path.GetFileName(php).Split('.')[1]
           from run in new[] { "", ".2" }
           where File.Exists(Path.ChangeExtension(php, null) + run + ".expected.json")
           select new ExampleCase(hook, variant, run, php, TwinOf(hook, variant)),
    ];

    public static ExampleCase Find(string id) => All.Single(example => example.Id == id);

    private static string TwinOf(HookDefinition hook, string variant) => ProjectFolder.Of(
        "customizations", hook.Folder, variant == Active ? $"{hook.Name}.csx" : $"{hook.Name}.{variant}.csx");
}
