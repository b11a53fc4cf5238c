using System.Reflection;
using System.Runtime.Loader;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>A provider from a customer's folder; its dependencies come from the service, else from beside it.</summary>
internal sealed class ProviderAssembly(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public Assembly Load() => LoadFromAssemblyPath(Path.GetFullPath(file));

    protected override Assembly? Load(AssemblyName name)
    {
        try
        {
            // The types of ADO.NET must be those of the service, even if a copy is in the folder.
            return Default.LoadFromAssemblyName(name);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            var beside = Path.Combine(_folder, $"{name.Name}.dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }

    protected override nint LoadUnmanagedDll(string name)
    {
        var beside = Path.Combine(_folder, name);
        return File.Exists(beside) ? LoadUnmanagedDllFromPath(beside) : 0;
    }
}
