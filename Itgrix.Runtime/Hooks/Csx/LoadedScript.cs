using System.Reflection;
using System.Runtime.Loader;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// A script's assembly in a worker, in a load context that is unloaded when the next version comes.
/// </summary>
internal sealed class LoadedScript : IDisposable
{
    private readonly AssemblyLoadContext _context;
    private readonly Func<object?[], Task<Reply?>> _entry;

    /// <param name="header">The bytes that identify this version in a call.</param>
    public LoadedScript(ScriptStart start, byte[] header)
    {
        Header = header;
        Script = start.Script;
        Folder = Path.GetDirectoryName(start.Script)!;
        _context = new ScriptContext(start.Libraries);
        using var assembly = new MemoryStream(File.ReadAllBytes(start.Assembly));
        using var symbols = new MemoryStream(File.ReadAllBytes(Path.ChangeExtension(start.Assembly, ".pdb")));
        var type = _context.LoadFromStream(assembly, symbols).GetType(start.EntryType, throwOnError: true)!;
        var method = type.GetMethod(
            start.EntryMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        _entry = method.CreateDelegate<Func<object?[], Task<Reply?>>>();
        ScriptPreparation.Run(type.Assembly);
    }

    public byte[] Header { get; }

    /// <summary>Full path of the script.</summary>
    public string Script { get; }

    /// <summary>The folder of the script, which is the current directory while it runs.</summary>
    public string Folder { get; }

    /// <summary>Runs the script; a submission's array holds the globals and a slot for itself.</summary>
    public Task<Reply?> Run() => _entry([new ScriptGlobals(), null]);

    public void Dispose() => _context.Unload();

    private sealed class ScriptContext(IReadOnlyList<string> libraries) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            var file = libraries.FirstOrDefault(library => Path.GetFileNameWithoutExtension(library) == name.Name)
                ?? libraries.Select(library => Path.Combine(Path.GetDirectoryName(library)!, name.Name + ".dll"))
                    .FirstOrDefault(neighbour => !IsOurs(name.Name!) && File.Exists(neighbour));
            if (file is null)
                return null;
            // Loaded from bytes: a mapped file could not be replaced by its owner.
            using var content = new MemoryStream(File.ReadAllBytes(file));
            return LoadFromStream(content);
        }

        private static bool IsOurs(string name) => name is "Itgrix.Hooks" or "Newtonsoft.Json";
    }
}
