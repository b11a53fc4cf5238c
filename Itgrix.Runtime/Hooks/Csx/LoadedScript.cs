using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// A script's assembly in a worker, in a load context that is unloaded when the next version comes.
/// </summary>
internal sealed class LoadedScript : IDisposable
{
    private readonly AssemblyLoadContext _context;
    private readonly MethodInfo _method;
    private Func<object?[], Task<Reply?>>? _entry;

    /// <param name="header">The bytes that identify this version in a call.</param>
    /// <exception cref="DamagedScriptException">The cache has not what was compiled.</exception>
    public LoadedScript(ScriptStart start, byte[] header)
    {
        Header = header;
        Script = start.Script;
        IsPlain = start.IsPlain;
        Folder = Path.GetDirectoryName(start.Script)!;
        using var assembly = Read(start.Assembly, start.AssemblyHash);
        using var symbols = Read(Path.ChangeExtension(start.Assembly, ".pdb"), start.SymbolsHash);
        _context = new ScriptContext(start.Libraries);
        var type = _context.LoadFromStream(assembly, symbols).GetType(start.EntryType, throwOnError: true)!;
        _method = type.GetMethod(
            start.EntryMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        // Its initializer would run now, and it is the script's code: it belongs to a call.
        if (ScriptPreparation.HasModuleInitializer(type.Assembly))
            return;
        _entry = Entry();
        ScriptPreparation.Run(type.Assembly);
    }

    public byte[] Header { get; }

    /// <summary>Full path of the script.</summary>
    public string Script { get; }

    /// <summary>Whether no call of it can leave anything behind.</summary>
    public bool IsPlain { get; }

    /// <summary>The folder of the script, which is the current directory while it runs.</summary>
    public string Folder { get; }

    /// <summary>Runs the script; a submission's array holds the globals and a slot for itself.</summary>
    public Task<Reply?> Run() => (_entry ??= Entry())([new ScriptGlobals(), null]);

    public void Dispose() => _context.Unload();

    private Func<object?[], Task<Reply?>> Entry() => _method.CreateDelegate<Func<object?[], Task<Reply?>>>();

    private static MemoryStream Read(string file, string hash)
    {
        var content = File.Exists(file) ? File.ReadAllBytes(file) : [];
        return Convert.ToHexStringLower(SHA256.HashData(content)) == hash
            ? new MemoryStream(content)
            : throw new DamagedScriptException(file);
    }
}

/// <summary>A file of the cache is not the one that the compiler wrote.</summary>
internal sealed class DamagedScriptException(string file) : Exception($"{file} is damaged: it is compiled again.");
