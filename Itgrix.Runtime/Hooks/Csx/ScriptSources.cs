using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Files;
using Microsoft.CodeAnalysis;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Reads the script and the files it loads, each complete, and records which files these were. Saves of other users are
/// followed by the service, which began before them: it looks at these files before and after.
/// </summary>
internal sealed class ScriptSources(TimeSpan timeout) : SourceReferenceResolver
{
    private readonly Dictionary<string, StableContent> _read = [];
    private readonly HashSet<string> _sources = [];
    private readonly List<WatchedFile> _missing = [];
    private readonly List<SourceHash> _packages = [];

    /// <summary>Every file that the result depends on, also missing ones.</summary>
    public IEnumerable<WatchedFile> Watched => _read.Values.Select(content => content.Watched).Concat(_missing);

    public IEnumerable<SourceHash> Hashes =>
        _read.Select(file => new SourceHash(file.Key, HashOf(file.Value.Bytes))).Concat(_packages);

    /// <summary>Sources that are not text in UTF-8: the compiler would read other letters.</summary>
    public IEnumerable<ScriptMessage> WrongEncodings =>
        from source in _sources
        let line = SourceEncoding.WrongLine(_read[source].Bytes)
        where line > 0
        select new ScriptMessage(source, line, 1, "error", "ITX008", SourceEncoding.Text(source));

    /// <summary>A library is watched and hashed like a source.</summary>
    public void AddLibrary(string file)
    {
        if (FileStamp.Read(file) is { Kind: FileKind.Regular })
            Content(file);
        else
            _missing.Add(WatchedFile.Read(file));
    }

    /// <summary>A file of a package is hashed and not watched: it never changes.</summary>
    public void AddPackageFile(string file) =>
        _packages.Add(new(file, HashOf(File.ReadAllBytes(file))) { IsOfPackage = true });

    public override string? NormalizePath(string path, string? baseFilePath) => Full(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var file = Full(path, baseFilePath);
        if (FileStamp.Read(file) is { Kind: FileKind.Regular })
            return file;
        _missing.Add(WatchedFile.Read(file));
        return null;
    }

    public override Stream OpenRead(string resolvedPath)
    {
        _sources.Add(resolvedPath);
        return new MemoryStream(Content(resolvedPath), writable: false);
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private byte[] Content(string file)
    {
        if (!_read.TryGetValue(file, out var content))
            _read[file] = content = StableFileReader.Read(file, timeout, FileWriters.Test);
        return content.Bytes;
    }

    private static string Full(string path, string? baseFilePath) =>
        Path.GetFullPath(path, Path.GetDirectoryName(baseFilePath) ?? "/");
}
