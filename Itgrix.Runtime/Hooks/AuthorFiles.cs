namespace Itgrix.Runtime.Hooks;

/// <summary>
/// Files that editors and <c>dotnet script</c> need in a folder of scripts: <c>itgrix.csx</c>, <c>lib/</c>, settings.
/// The service uses its own libraries, which other programs could not load once they are compiled ahead.
/// </summary>
internal static class AuthorFiles
{
    private const string Loader = """
        // Loaded by every hook: the hooks' own types, and Newtonsoft.Json for raw access.
        #r "lib/Itgrix.Hooks.dll"
        #r "lib/Newtonsoft.Json.dll"

        """;

    private const string OmniSharp = """
        {
          "script": {
            "enabled": true,
            "enableScriptNuGetReferences": true,
            "defaultTargetFramework": "net10.0"
          }
        }

        """;

    // Scripts have completion by OmniSharp only.
    private const string VisualStudioCode = """
        {
          "dotnet.server.useOmnisharp": true
        }

        """;

    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "authors");

    /// <summary>Creates missing files, and replaces libraries of another version.</summary>
    public static void Install(string folder)
    {
        WriteMissing(Path.Combine(folder, "itgrix.csx"), Loader);
        WriteMissing(Path.Combine(folder, "omnisharp.json"), OmniSharp);
        WriteMissing(Path.Combine(folder, ".vscode", "settings.json"), VisualStudioCode);
        var libraries = Directory.CreateDirectory(Path.Combine(folder, "lib")).FullName;
        foreach (var file in Directory.EnumerateFiles(Source))
            Copy(file, libraries);
    }

    private static void WriteMissing(string file, string text)
    {
        if (File.Exists(file))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(file));
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            return;
        // Replaced atomically: a script that runs has the old one mapped.
        var temporary = $"{target}.{Guid.NewGuid():n}";
        File.Copy(file, temporary);
        File.Move(temporary, target, overwrite: true);
    }
}
