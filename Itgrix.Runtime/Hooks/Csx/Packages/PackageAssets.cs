using System.Text.RegularExpressions;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>The files of a package that a script on this system uses.</summary>
internal sealed partial class PackageAssets
{
    private static readonly NuGetFramework Own = new(".NETCoreApp", new Version(Environment.Version.Major, 0));

    // As the SDK does: many libraries for .NET Framework work here as well.
    private static readonly NuGetFramework Lenient = new FallbackFramework(
        Own, [.. new[] { "net481", "net48", "net472", "net471", "net47", "net462", "net461" }
            .Select(NuGetFramework.Parse)]);

    private readonly List<(string Entry, string Name)> _files = [];

    public PackageAssets(PackageArchiveReader package)
    {
        var entries = package.GetFiles().Where(entry => !entry.EndsWith('/')).ToList();
        var groups = package.GetLibItems().ToList();
        var lib = Nearest(groups);
        var forRuntime = LibraryFiles.Runtimes.Select(runtime => RuntimeGroup(entries, runtime))
            .FirstOrDefault(group => group is not null);
        foreach (var entry in lib?.Items ?? [])
            Add(entry, forRuntime);
        foreach (var entry in forRuntime?.Items ?? [])
            Add(entry, null);
        var natives = entries.Where(entry => Native().IsMatch(entry)).ToList();
        var native = LibraryFiles.Runtimes.Select(runtime => natives.Where(entry =>
                entry.StartsWith($"runtimes/{runtime}/", StringComparison.OrdinalIgnoreCase)).ToList())
            .FirstOrDefault(found => found.Count > 0) ?? [];
        foreach (var entry in native)
            _files.Add((entry, Path.GetFileName(entry)));
        IsForOldFramework = lib is not null && forRuntime is null && !IsCompatible(lib.TargetFramework);
        Problem = lib is not null || forRuntime is not null || native.Count > 0 ? null
            : groups.Count > 0 ? $"it has no files for .NET {Own.Version.Major}, only for {Names(groups)}: "
                + "use a version of it for .NET or .NET Standard."
            : natives.Count > 0 ? $"its native libraries are for {Systems(natives)}, not for "
                + $"{LibraryFiles.Runtimes[0]}: use the package for this system."
            : HasNoLibrary;
    }

    /// <summary>Why a package of other files is no use; one that only has dependencies may be.</summary>
    public const string HasNoLibrary =
        "it has no library that a script can use, only files for builds or tools: name the package of the library.";

    /// <summary>Entries of the package with their names in the set.</summary>
    public IReadOnlyList<(string Entry, string Name)> Files => _files;

    /// <summary>Why the package cannot be used here; <c>null</c> when it can.</summary>
    public string? Problem { get; }

    /// <summary>Whether its files are for .NET Framework, so that they may fail when they run.</summary>
    public bool IsForOldFramework { get; }

    /// <summary>What the package needs here.</summary>
    public static IEnumerable<PackageDependency> Needs(IEnumerable<PackageDependencyGroup> groups) =>
        Nearest(groups.ToList())?.Packages ?? [];

    private static FrameworkSpecificGroup? Nearest(List<FrameworkSpecificGroup> groups) =>
        NuGetFrameworkUtility.GetNearest(groups, Own, group => group.TargetFramework)
        ?? NuGetFrameworkUtility.GetNearest(groups, Lenient, group => group.TargetFramework);

    private static PackageDependencyGroup? Nearest(List<PackageDependencyGroup> groups) =>
        NuGetFrameworkUtility.GetNearest(groups, Own, group => group.TargetFramework)
        ?? NuGetFrameworkUtility.GetNearest(groups, Lenient, group => group.TargetFramework);

    private static bool IsCompatible(NuGetFramework framework) =>
        DefaultCompatibilityProvider.Instance.IsCompatible(Own, framework);

    private static FrameworkSpecificGroup? RuntimeGroup(List<string> entries, string runtime)
    {
        var start = $"runtimes/{runtime}/lib/";
        return Nearest([.. entries.Where(entry => entry.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(entry => (Entry: entry, Parts: entry[start.Length..].Split('/')))
            .Where(one => one.Parts.Length > 1).GroupBy(one => one.Parts[0], one => one.Entry)
            .Select(group => new FrameworkSpecificGroup(NuGetFramework.ParseFolder(group.Key), group))]);
    }

    // Names only, and no path: an entry cannot leave the set's folder. What the framework or the service has is theirs.
    private void Add(string entry, FrameworkSpecificGroup? replaced)
    {
        var name = Path.GetFileName(entry);
        if (!name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            || ScriptReferences.IsKnown(Path.GetFileNameWithoutExtension(name))
            || replaced?.Items.Any(other => Path.GetFileName(other) == name) == true)
            return;
        var folder = Path.GetFileName(Path.GetDirectoryName(entry)!);
        _files.Add((entry, name.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase)
            && Culture().IsMatch(folder) ? $"{folder}/{name}" : name));
    }

    private static string Names(IEnumerable<FrameworkSpecificGroup> groups) =>
        string.Join(", ", groups.Select(group => group.TargetFramework.GetShortFolderName()).Distinct());

    private static string Systems(IEnumerable<string> natives) =>
        string.Join(", ", natives.Select(entry => entry.Split('/')[1]).Distinct().Take(10));

    [GeneratedRegex(@"^runtimes/[^/]+/native/[^/]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Native();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex Culture();
}
