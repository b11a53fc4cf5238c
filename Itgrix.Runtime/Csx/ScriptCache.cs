using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Runtime.Files;

namespace Itgrix.Runtime.Csx;

/// <summary>
/// Compiled scripts on disk. A manifest for each script names its newest good assembly; the assembly is named by the
/// hash of everything it was made from, so a script that has not changed is never compiled twice.
/// </summary>
internal sealed class ScriptCache(string folder)
{
    private const int KeptVersions = 3;

    private readonly PrivateFolder _folder = new(folder);

    private static readonly string Maker = string.Join(' ',
        Environment.Version, typeof(Hook).Assembly.ManifestModule.ModuleVersionId,
        typeof(ScriptCache).Assembly.ManifestModule.ModuleVersionId);

    public string AssemblyOf(string key) => _folder.PathOf(key + ".dll");

    public string Key(string script, IEnumerable<SourceHash> sources)
    {
        var text = new StringBuilder(Maker).Append('\n').Append(script);
        foreach (var source in sources)
            text.Append('\n').Append(source.File).Append('\n').Append(source.Sha256);
        return PrivateFolder.NameOf(text.ToString());
    }

    /// <summary>The newest version that compiled, of whatever content; <c>null</c> when none is kept.</summary>
    public CompiledScript? LastGood(string script) =>
        Manifest(script) is { Script: { } kept } && kept.Script == script && kept.Key == Key(script, kept.Sources)
        && File.Exists(kept.Assembly) ? kept : null;

    /// <summary>The compiled script and the files it was made from, if every one of them is what it was then.</summary>
    public CompileAnswer? Find(string script)
    {
        if (LastGood(script) is not { } kept)
            return null;
        var watched = new List<WatchedFile>();
        foreach (var source in kept.Sources)
        {
            if (Unchanged(source) is not { } file)
                return null;
            watched.Add(file);
        }
        return new(kept, [], watched);
    }

    // A source that is missing or just being saved is the compiler's to judge: it has the patience and the words.
    private static WatchedFile? Unchanged(SourceHash source)
    {
        try
        {
            var content = SettledFile.Read(source.File, TimeSpan.Zero);
            return Convert.ToHexStringLower(SHA256.HashData(content.Bytes)) == source.Sha256 ? content.Watched : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes this the newest good version; versions that no call can still be starting are removed.</summary>
    public void Store(CompiledScript script)
    {
        var earlier = (Manifest(script.Script)?.Versions ?? []).Where(key => key != script.Key).ToList();
        foreach (var old in earlier.Skip(KeptVersions))
        {
            File.Delete(AssemblyOf(old));
            File.Delete(Path.ChangeExtension(AssemblyOf(old), ".pdb"));
        }
        var manifest = new ScriptManifest(script, [script.Key, .. earlier.Take(KeptVersions)]);
        Write(ManifestOf(script.Script), JsonSerializer.SerializeToUtf8Bytes(manifest, CsxJson.Default.ScriptManifest));
    }

    /// <summary>Writes a file of the cache so that no reader ever sees a part of it.</summary>
    public void Write(string file, byte[] content) => _folder.Write(file, content);

    private ScriptManifest? Manifest(string script)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(ManifestOf(script)), CsxJson.Default.ScriptManifest);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private string ManifestOf(string script) => _folder.PathOf(PrivateFolder.NameOf(script) + ".json");
}

/// <summary>What the cache knows of a script: its newest good version, and the keys of those before.</summary>
internal sealed record ScriptManifest(CompiledScript Script, IReadOnlyList<string> Versions);
