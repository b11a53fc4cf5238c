using Itgrix.Hooks;
using Newtonsoft.Json.Linq;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// What a folder of scripts needs beside them for editors and <c>dotnet script</c>: <c>itgrix.csx</c> and <c>lib/</c>.
/// The service itself takes its own libraries.
/// </summary>
internal static class AuthorFiles
{
    private const string Loader = """
        // What every hook loads: the hooks' own types, and Newtonsoft.Json for raw access.
        #r "lib/Itgrix.Hooks.dll"
        #r "lib/Newtonsoft.Json.dll"

        """;

    /// <summary>Puts in place what is missing, and replaces libraries of another version.</summary>
    public static void Install(string folder)
    {
        var loader = Path.Combine(folder, "itgrix.csx");
        if (!File.Exists(loader))
            File.WriteAllText(loader, Loader);
        var libraries = Directory.CreateDirectory(Path.Combine(folder, "lib")).FullName;
        foreach (var assembly in new[] { typeof(Hook).Assembly, typeof(JObject).Assembly })
        {
            Copy(assembly.Location, libraries);
            var documentation = Path.ChangeExtension(assembly.Location, ".xml");
            if (File.Exists(documentation))
                Copy(documentation, libraries);
        }
    }

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(file));
        if (!File.Exists(target) || !File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            File.Copy(file, target, overwrite: true);
    }
}
