using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>
/// Where packages come from: the folders <c>packages/</c> beside the script and above it, then the sources of
/// <c>NuGet.Config</c>, as for <c>dotnet script</c>.
/// </summary>
internal sealed class PackageSources : IDisposable
{
    /// <summary>The folder of package files beside hooks.</summary>
    public const string LocalFolder = "packages";

    // The CRM's folder and the one above it.
    private const int Levels = 2;

    private readonly SourceCacheContext _cache = new() { NoCache = true, DirectDownload = true };
    private readonly List<SourceRepository> _sources;
    private readonly Dictionary<string, string> _problems = [];

    /// <exception cref="NuGetConfigurationException">A <c>NuGet.Config</c> cannot be read.</exception>
    public PackageSources(string script)
    {
        var folder = Path.GetDirectoryName(script)!;
        var settings = Settings.LoadDefaultSettings(folder);
        _sources =
        [
            .. Folders(folder).Where(Directory.Exists).Select(one => new PackageSource(one))
                .Concat(new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled))
                .Select(Repository.Factory.GetCoreV3),
        ];
        Local = Path.Combine(Path.GetDirectoryName(folder) ?? folder, LocalFolder);
    }

    /// <summary>Where package files may be put for a machine without a connection.</summary>
    public string Local { get; }

    /// <summary>Names of the sources, and what was wrong with them.</summary>
    public string Names => string.Join(", ", _sources.Select(source => source.PackageSource).Select(source =>
        _problems.TryGetValue(source.Source, out var problem) ? $"{source.Source} ({problem})" : source.Source));

    /// <summary>Whether each source has answered.</summary>
    public bool AllAnswered => _problems.Count == 0;

    /// <summary>The lowest version of a package in this range; <c>null</c> when no source has one.</summary>
    public async Task<NuGetVersion?> FindAsync(string name, VersionRange range, CancellationToken token)
    {
        foreach (var source in _sources)
            if (await AskAsync(source, byName => byName.GetAllVersionsAsync(name, _cache, NullLogger.Instance, token))
                is { } versions && range.FindBestMatch(versions) is { } found)
                return found;
        return null;
    }

    /// <summary>Versions of a package at all sources, the newest last.</summary>
    public async Task<IReadOnlyList<NuGetVersion>> VersionsAsync(string name, CancellationToken token)
    {
        var found = new SortedSet<NuGetVersion>();
        foreach (var source in _sources)
            found.UnionWith(await AskAsync(
                source, byName => byName.GetAllVersionsAsync(name, _cache, NullLogger.Instance, token)) ?? []);
        return [.. found];
    }

    /// <summary>A package file; <c>null</c> when no source has it.</summary>
    public async Task<PackageArchiveReader?> OpenAsync(string name, NuGetVersion version, CancellationToken token)
    {
        foreach (var source in _sources)
        {
            var content = new MemoryStream();
            if (await AskAsync(source, byName =>
                byName.CopyNupkgToStreamAsync(name, version, content, _cache, NullLogger.Instance, token)))
                return new(content, leaveStreamOpen: false);
        }
        return null;
    }

    public void Dispose() => _cache.Dispose();

    private static IEnumerable<string> Folders(string folder)
    {
        for (var (level, at) = (0, folder); level < Levels && at is not null; level++, at = Path.GetDirectoryName(at))
            yield return Path.Combine(at, LocalFolder);
    }

    // A source that does not answer is not asked again.
    private async Task<T?> AskAsync<T>(SourceRepository source, Func<FindPackageByIdResource, Task<T>> ask)
    {
        var name = source.PackageSource.Source;
        if (_problems.ContainsKey(name))
            return default;
        try
        {
            return await ask(await source.GetResourceAsync<FindPackageByIdResource>());
        }
        catch (Exception error) when (error is FatalProtocolException or IOException or UnauthorizedAccessException
            or InvalidDataException or PackagingException or HttpRequestException)
        {
            _problems[name] = (error.InnerException ?? error).Message;
            return default;
        }
    }
}
