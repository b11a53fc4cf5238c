namespace Itgrix.Runtime.Hooks;

/// <summary>
/// What a folder of scripts needs beside them for editors and <c>dotnet script</c>: <c>itgrix.csx</c> and <c>lib/</c>.
/// The service itself takes its own libraries, which no other program could load once they are compiled ahead.
/// </summary>
internal static class AuthorFiles
{
    private const string Loader = """
        // What every hook loads: the hooks' own types, and Newtonsoft.Json for raw access.
        #r "lib/Itgrix.Hooks.dll"
        #r "lib/Newtonsoft.Json.dll"

        """;

    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "authors");

    /// <summary>Puts in place what is missing, and replaces libraries of another version.</summary>
    public static void Install(string folder)
    {
        var loader = Path.Combine(folder, "itgrix.csx");
        if (!File.Exists(loader))
            File.WriteAllText(loader, Loader);
        var libraries = Directory.CreateDirectory(Path.Combine(folder, "lib")).FullName;
        foreach (var file in Directory.EnumerateFiles(Source))
            Copy(file, libraries);
    }

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(file));
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            return;
        // In its place at once: a script that runs has the earlier one mapped.
        var temporary = $"{target}.{Guid.NewGuid():n}";
        File.Copy(file, temporary);
        File.Move(temporary, target, overwrite: true);
    }
}
