using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// The files of libraries that scripts name with <c>#r</c>: what they need in turn, managed or native, is beside them,
/// as programs are published.
/// </summary>
internal static class LibraryFiles
{
    private static readonly string[] Own = ["Itgrix.Hooks", "Newtonsoft.Json"];

    /// <summary>The runtime's own identifier, and those that it is compatible with.</summary>
    public static IReadOnlyList<string> Runtimes { get; } =
        [RuntimeInformation.RuntimeIdentifier, $"linux-{Architecture}", "linux", "unix"];

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>These libraries and all they need that is beside them; also missing ones that a script names.</summary>
    public static IReadOnlyList<string> Closure(IEnumerable<string> libraries)
    {
        var found = new List<string>(libraries.Distinct());
        for (var next = 0; next < found.Count; next++)
            foreach (var needed in References(found[next]).Select(name => Beside(found[next], name)).OfType<string>())
                if (!found.Contains(needed) && !found.Exists(file => NameOf(file) == NameOf(needed)))
                    found.Add(needed);
        return found;
    }

    /// <summary>The native libraries beside these, as far as their code names them.</summary>
    public static IEnumerable<string> Native(IEnumerable<string> libraries) =>
        libraries.SelectMany(library => Read(library, metadata => Enumerable
                .Range(1, metadata.GetTableRowCount(TableIndex.ModuleRef))
                .Select(row => metadata.GetString(
                    metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name)))
            .Select(name => Native(library, name)))
        .OfType<string>().Distinct();

    /// <summary>The native library of this name beside a managed one; <c>null</c> where there is none.</summary>
    public static string? Native(string library, string name)
    {
        var folder = Path.GetDirectoryName(library)!;
        return (from place in Runtimes.Select(runtime => Path.Combine(folder, "runtimes", runtime, "native"))
                    .Prepend(folder)
                from file in new[] { name, $"lib{name}.so", $"{name}.so", $"lib{name}" }
                select Path.Combine(place, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>The name of the assembly in a file, whatever the file's name is; <c>null</c> when it is none.</summary>
    public static string? NameOf(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file).Name;
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool IsOurs(string name) => Own.Contains(name);

    private static string? Beside(string library, string name)
    {
        var folder = Path.GetDirectoryName(library)!;
        return IsOurs(name) || ScriptReferences.IsKnown(name) ? null
            : Runtimes.Select(runtime => Path.Combine(folder, "runtimes", runtime, "lib", name + ".dll"))
                .Append(Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> References(string library) => Read(library, metadata =>
        metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    private static IReadOnlyList<string> Read(string library, Func<MetadataReader, IEnumerable<string>> read)
    {
        try
        {
            using var file = new PEReader(new MemoryStream(File.ReadAllBytes(library)));
            return file.HasMetadata ? [.. read(file.GetMetadataReader())] : [];
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
