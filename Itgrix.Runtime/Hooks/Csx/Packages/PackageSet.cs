using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>
/// The restored files of the packages that a script names, and of all that these need, in one folder, as programs are
/// published. It never changes once it is there.
/// </summary>
/// <param name="root">The folder of all sets.</param>
/// <param name="packages">What the script names.</param>
internal sealed class PackageSet(string root, IEnumerable<PackageName> packages)
{
    /// <summary>Full path of the set's folder, which may not be there yet.</summary>
    public string Folder { get; } = Path.Combine(root, PrivateFolder.NameOf(string.Join('\n', packages
        .Select(package => $"{package.Name.ToLowerInvariant()} {package.Version.ToLowerInvariant()}").Order(
            StringComparer.Ordinal).Append($"{Environment.Version.Major}"))));

    /// <summary>The folder of all sets beside the cache of compiled scripts.</summary>
    public static string RootOf(string cache) => $"{cache}-packages";

    /// <summary>Full paths of the assemblies; <c>null</c> when the packages are not restored.</summary>
    public IReadOnlyList<string>? Libraries => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.dll").Order(StringComparer.Ordinal)] : null;
}
