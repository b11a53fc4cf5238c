using System.Reflection;
using System.Runtime.Loader;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The assemblies of one script: libraries from the files that were there when it was compiled.</summary>
internal sealed class ScriptContext(IReadOnlyList<string> libraries) : AssemblyLoadContext(isCollectible: true)
{
    protected override Assembly? Load(AssemblyName name)
    {
        if (FileOf(name) is not { } file)
            return null;
        // Loaded from bytes: a mapped file could not be replaced by its owner.
        using var content = new MemoryStream(File.ReadAllBytes(file));
        return LoadFromStream(content);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) => libraries
        .Select(library => LibraryFiles.Native(library, unmanagedDllName)).OfType<string>().FirstOrDefault() is { } file
        ? LoadUnmanagedDllFromPath(file)
        : 0;

    private string? FileOf(AssemblyName name)
    {
        if (!string.IsNullOrEmpty(name.CultureName))
            return libraries.Select(library => Path.Combine(
                    Path.GetDirectoryName(library)!, name.CultureName, name.Name + ".dll")).FirstOrDefault(File.Exists);
        return libraries.FirstOrDefault(library => Path.GetFileNameWithoutExtension(library) == name.Name)
            // A file may have another name than its assembly.
            ?? libraries.FirstOrDefault(library => LibraryFiles.NameOf(library) == name.Name)
            // Loaded by name at run time, so that the compiler did not see it.
            ?? libraries.Select(library => Path.Combine(Path.GetDirectoryName(library)!, name.Name + ".dll"))
                .FirstOrDefault(neighbour => !LibraryFiles.IsOurs(name.Name!) && File.Exists(neighbour));
    }
}
