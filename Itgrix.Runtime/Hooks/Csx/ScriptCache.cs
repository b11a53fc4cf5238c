using System.Security.Cryptography;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Compiled scripts on disk. A manifest for each script names its newest good assembly; the assembly is named by the
/// hash of all its sources, so a script that has not changed is never compiled twice. Only what the compiler wrote is
/// taken: a manifest is signed and has the hashes of its files, and what does not match is compiled again.
/// </summary>
internal sealed class ScriptCache(string folder) : IVersionStore<CompiledScript>
{
    private const int KeptVersions = 3;

    private readonly CacheSignature _signature = new($"{folder}.key");

    /// <summary>Full path of the folder.</summary>
    public string Root => folder;

    public PrivateFolder Folder { get; } = new(folder);

    private static readonly string Maker = string.Join(' ',
        Environment.Version, typeof(Hook).Assembly.ManifestModule.ModuleVersionId,
        typeof(ScriptCache).Assembly.ManifestModule.ModuleVersionId);

    public string AssemblyOf(string key) => Folder.PathOf(key + ".dll");

    public string Key(string script, IEnumerable<SourceHash> sources)
    {
        var text = new StringBuilder(Maker).Append('\n').Append(script);
        foreach (var source in sources)
            text.Append('\n').Append(source.File).Append('\n').Append(source.Sha256);
        return PrivateFolder.NameOf(text.ToString());
    }

    public CompiledScript? LastGood(string script) =>
        Manifest(script) is { Script: { } kept } && kept.Script == script && kept.Key == Key(script, kept.Sources)
        && Matches(kept.Assembly, kept.AssemblyHash) && Matches(SymbolsOf(kept.Assembly), kept.SymbolsHash)
            ? kept : null;

    /// <summary>The compiled script and its source files, if none of them has changed since.</summary>
    public CompileAnswer? Find(string script)
    {
        if (LastGood(script) is not { } kept)
            return null;
        var watched = new List<WatchedFile>();
        foreach (var source in kept.Sources)
        {
            if (Unchanged(source) is not { } file)
                return null;
            if (!source.IsOfPackage)
                watched.Add(file);
        }
        return new(kept, [], watched);
    }

    // A source that is missing or in the middle of a save is left to the compiler, which waits and reports errors.
    private static WatchedFile? Unchanged(SourceHash source)
    {
        try
        {
            var content = StableFileReader.Read(source.File, TimeSpan.Zero);
            return Convert.ToHexStringLower(SHA256.HashData(content.Bytes)) == source.Sha256 ? content.Watched : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes this the newest good version; versions that no call can still start are removed.</summary>
    public void Store(CompiledScript script, byte[] assembly, byte[] symbols)
    {
        Folder.Write(SymbolsOf(script.Assembly), symbols);
        Folder.Write(script.Assembly, assembly);
        var earlier = (Manifest(script.Script)?.Versions ?? []).Where(key => key != script.Key).ToList();
        Delete(earlier.Skip(KeptVersions));
        var manifest = new ScriptManifest(script, [script.Key, .. earlier.Take(KeptVersions)]);
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, CsxJson.Default.ScriptManifest);
        Folder.Write(ManifestOf(script.Script), [.. _signature.Of(content), .. content]);
    }

    public void Forget(string script)
    {
        if (Manifest(script) is not { } manifest)
            return;
        File.Delete(ManifestOf(script));
        FileHistory.Forget(Folder, script);
        Delete(manifest.Versions);
    }

    private void Delete(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            PrivateFolder.Remove(AssemblyOf(key));
            PrivateFolder.Remove(SymbolsOf(AssemblyOf(key)));
        }
    }

    private ScriptManifest? Manifest(string script)
    {
        try
        {
            return PrivateFolder.Read(ManifestOf(script)) is { } signed && _signature.Verified(signed) is { } manifest
                ? JsonSerializer.Deserialize(manifest.Span, CsxJson.Default.ScriptManifest)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Matches(string file, string hash) =>
        PrivateFolder.Read(file) is { } content && Convert.ToHexStringLower(SHA256.HashData(content)) == hash;

    private static string SymbolsOf(string assembly) => Path.ChangeExtension(assembly, ".pdb");

    private string ManifestOf(string script) => Folder.PathOf(PrivateFolder.NameOf(script) + ".json");
}

/// <summary>A script's entry in the cache: its newest good version, and the keys of those before.</summary>
internal sealed record ScriptManifest(CompiledScript Script, IReadOnlyList<string> Versions);
