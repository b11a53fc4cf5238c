using NuGet.Packaging;
using NuGet.Versioning;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>
/// Restores the packages that one script names: finds the version of each package that they need, takes the files for
/// this system and puts them into one folder.
/// </summary>
internal sealed class PackageRestore(string root, IReadOnlyList<PackageName> named, PackageSources sources)
{
    private const long MaxSize = 1L << 30;

    private readonly Dictionary<string, PackageArchiveReader> _chosen = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PackageName> _neededBy = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ScriptMessage> _messages = [];

    /// <summary>Restores them, or says why not.</summary>
    public async Task<IReadOnlyList<ScriptMessage>> RunAsync(CancellationToken token)
    {
        try
        {
            foreach (var package in named)
                await TakeAsync(package, package.Name, NuGetVersion.Parse(package.Version), token);
            await TakeNeededAsync(token);
            if (!_messages.Exists(message => message.IsError))
                Write(new PackageSet(root, named).Folder);
        }
        finally
        {
            foreach (var package in _chosen.Values)
                package.Dispose();
        }
        return _messages;
    }

    // Of several wishes the highest lower bound; what the script names itself stays.
    private async Task TakeNeededAsync(CancellationToken token)
    {
        var open = new Queue<string>(_chosen.Keys);
        while (open.TryDequeue(out var name) && !_messages.Exists(message => message.IsError))
        {
            var by = _neededBy[name];
            foreach (var need in PackageAssets.Needs(_chosen[name].NuspecReader.GetDependencyGroups())
                .Where(need => !PackageName.IsOfFramework(need.Id)))
            {
                if (named.Any(one => one.Name.Equals(need.Id, StringComparison.OrdinalIgnoreCase))
                    || (_chosen.TryGetValue(need.Id, out var taken)
                        && (need.VersionRange.MinVersion is not { } min || min <= taken.NuspecReader.GetVersion())))
                    continue;
                if (await sources.FindAsync(need.Id, need.VersionRange, token) is not { } version)
                {
                    _messages.Add(by.Error($"it needs {need.Id} {need.VersionRange.PrettyPrint()}, which {Missing()}"));
                    return;
                }
                await TakeAsync(by, need.Id, version, token);
                open.Enqueue(need.Id);
            }
        }
    }

    private async Task TakeAsync(PackageName by, string name, NuGetVersion version, CancellationToken token)
    {
        if (await sources.OpenAsync(name, version, token) is not { } package)
        {
            var others = await sources.VersionsAsync(name, token);
            _messages.Add(by.Error(others.Count > 0
                ? $"{name} has no version {version}; there are {string.Join(", ", others.TakeLast(5))}."
                : $"{(name == by.Name ? "it" : name)} {Missing()}"));
            return;
        }
        if (_chosen.Remove(name, out var replaced))
            replaced.Dispose();
        _chosen[name] = package;
        _neededBy[name] = by;
        var assets = new PackageAssets(package);
        var isOnlyDependencies = assets.Problem == PackageAssets.HasNoLibrary
            && (PackageAssets.Needs(package.NuspecReader.GetDependencyGroups()).Any() || name != by.Name);
        if (assets.Problem is { } problem && !isOnlyDependencies)
            _messages.Add(by.Error(name == by.Name ? problem : $"it needs {name} {version}: {problem}"));
        if (assets.IsForOldFramework)
            _messages.Add(by.Warning($"{(name == by.Name ? "it" : $"{name}, which it needs,")} is for .NET Framework "
                + "and may fail when it runs: use a version for .NET or .NET Standard."));
    }

    private string Missing() => sources.AllAnswered
        ? $"is at none of {sources.Names}: check its name, or put its .nupkg file into {sources.Local}/."
        : $"cannot be fetched from {sources.Names}: connect this machine, or put the .nupkg files of it and of what it "
            + $"needs into {sources.Local}/.";

    private void Write(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var unfinished = $"{folder}.{Guid.NewGuid():n}";
        var left = MaxSize;
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Directory.CreateDirectory(
            unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            foreach (var package in _chosen.Values)
                foreach (var (entry, name) in new PackageAssets(package).Files.Where(file => written.Add(file.Name)))
                    left -= Copy(package, entry, Path.Combine(unfinished, name), left);
            Directory.Move(unfinished, folder);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
    }

    private static long Copy(PackageArchiveReader package, string entry, string file, long max)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var from = package.GetStream(entry);
        using var to = File.Create(file);
        var buffer = new byte[64 * 1024];
        for (int read; (read = from.Read(buffer)) > 0; to.Write(buffer, 0, read))
            if (to.Length + read > max)
                throw new IOException($"the packages have more than {MaxSize >> 20} MB.");
        return to.Length;
    }
}
