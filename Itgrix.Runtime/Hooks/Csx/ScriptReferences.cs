using System.Collections.Immutable;
using System.Reflection;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx.Packages;
using Microsoft.CodeAnalysis;
using Newtonsoft.Json.Linq;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// What a script may reference: the whole framework, the hooks' own surface, and libraries beside the script. Roslyn's
/// own resolver is not used: it loads every reference again for each compilation and keeps it.
/// </summary>
internal sealed class ScriptReferences : MetadataReferenceResolver
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly Assembly[] Own = [typeof(Hook).Assembly, typeof(JObject).Assembly];

    /// <summary>References of every script.</summary>
    public static ImmutableArray<PortableExecutableReference> Always { get; } =
        [.. FrameworkFiles().Concat(Own.Select(assembly => assembly.Location)).Select(file => Load(file))];

    private static readonly Dictionary<string, PortableExecutableReference> Known =
        Always.DistinctBy(NameOf, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _libraries = [];

    /// <summary>References to those of these files that are assemblies.</summary>
    public static IEnumerable<MetadataReference> To(IEnumerable<string> files) => files.Where(IsAssembly).Select(Load);

    /// <summary>The files that <c>#r</c> names, found or not, without the framework's and our own.</summary>
    public IReadOnlyList<string> Libraries => _libraries;

    /// <summary>Whether every script has this assembly.</summary>
    public static bool IsKnown(string name) => Known.ContainsKey(name);

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // A directive stands for one file, a package may have more: they are references of the whole script.
        if (PackageDirectives.IsPackage(reference))
            return [Always[0]];
        // The script's "lib/Itgrix.Hooks.dll" is for dotnet script and editors; here it is the service's own.
        var isFile = reference.Contains('/') || reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        // A name may have dots, and a version behind a comma.
        var name = isFile ? Path.GetFileNameWithoutExtension(reference) : reference.Split(',')[0].Trim();
        if (Known.TryGetValue(name, out var always))
            return [always];
        if (!isFile)
            return [];
        var file = Path.GetFullPath(reference, Path.GetDirectoryName(baseFilePath) ?? "/");
        _libraries.Add(file);
        return IsAssembly(file) ? [Load(file)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;

    private static PortableExecutableReference Load(string file) => MetadataReference.CreateFromFile(file);

    // In a self-contained publish the framework is among our own libraries.
    private static IEnumerable<string> FrameworkFiles() =>
        Directory.EnumerateFiles(FrameworkFolder, "*.dll")
            .Where(file => IsOfFramework(Path.GetFileName(file)) && IsAssembly(file));

    private static bool IsOfFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine.dll")
        || name.StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32", StringComparison.Ordinal)
        || name is "Microsoft.CSharp.dll" or "netstandard.dll" or "mscorlib.dll" or "WindowsBase.dll";

    private static string NameOf(PortableExecutableReference reference) =>
        Path.GetFileNameWithoutExtension(reference.FilePath)!;

    private static bool IsAssembly(string file) => LibraryFiles.NameOf(file) is not null;
}
