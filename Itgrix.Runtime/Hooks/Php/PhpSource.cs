using System.Security.Cryptography;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>A PHP file as it was when it last parsed.</summary>
/// <param name="File">Its path, which it also runs under.</param>
/// <param name="Bytes">Its text; PHP runs exactly this, whatever is on disk at that moment.</param>
/// <param name="Mode">How it may run, by its content.</param>
internal sealed record PhpSource(string File, byte[] Bytes, PhpMode Mode)
{
    private const int VersionLength = 8;

    /// <summary>The files that it includes, as far as they were read.</summary>
    public IReadOnlySet<string> Files { get; init; } = new HashSet<string>();

    /// <summary>What this PHP does not run, or not as meant.</summary>
    public IReadOnlyList<ScriptMessage> Warnings { get; init; } = [];

    /// <summary>The start of the text's hash.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes))[..VersionLength];
}

/// <summary>
/// Keeps the last good text of each PHP file, so that it runs after a restart while the file is broken.
/// </summary>
internal sealed class PhpSourceStore(string folder) : IVersionStore<PhpSource>
{
    public PrivateFolder Folder { get; } = new(folder);

    public void Save(PhpSource source)
    {
        var kept = PathOf(source.File);
        if (File.Exists(kept) && File.ReadAllBytes(kept).AsSpan().SequenceEqual(source.Bytes))
            return;
        Folder.Write(kept, source.Bytes);
    }

    public PhpSource? LastGood(string file) => PrivateFolder.Read(PathOf(file)) is { } text
        ? new(file, text, PhpMode.Fork("it is a version from before the last start"))
        : null;

    public void Forget(string file)
    {
        PrivateFolder.Remove(PathOf(file));
        FileHistory.Forget(Folder, file);
    }

    private string PathOf(string file) => Folder.PathOf(PrivateFolder.NameOf(file) + ".php");
}
