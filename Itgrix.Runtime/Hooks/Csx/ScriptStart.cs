namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The header of a call: which compiled script to run.</summary>
/// <param name="Script">Full path of the script; its folder is the current directory while it runs.</param>
/// <param name="Assembly">Full path of its assembly, unique to each version.</param>
/// <param name="AssemblyHash">SHA-256 of the assembly.</param>
/// <param name="SymbolsHash">SHA-256 of the <c>.pdb</c> beside it.</param>
/// <param name="EntryType">The type of the generated factory.</param>
/// <param name="EntryMethod">The generated factory.</param>
/// <param name="IsPlain">Whether no call can leave anything behind: <see cref="PlainScript"/>.</param>
/// <param name="Libraries">Full paths of its own libraries.</param>
internal sealed record ScriptStart(
    string Script, string Assembly, string AssemblyHash, string SymbolsHash, string EntryType, string EntryMethod,
    bool IsPlain, IReadOnlyList<string> Libraries)
{
    // No path and no name has a NUL; a serializer would cost a new worker more than its first call.
    private const char Separator = '\0';
    private const string Plain = "plain";

    public static ScriptStart For(CompiledScript script) => new(
        script.Script, script.Assembly, script.AssemblyHash, script.SymbolsHash, script.EntryType, script.EntryMethod,
        script.IsPlain, script.Libraries);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Join(Separator, (string[])
    [
        Script, Assembly, AssemblyHash, SymbolsHash, EntryType, EntryMethod, IsPlain ? Plain : "", .. Libraries,
    ]));

    public static ScriptStart Parse(ReadOnlySpan<byte> bytes)
    {
        var parts = Encoding.UTF8.GetString(bytes).Split(Separator);
        return new(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6] == Plain, parts[7..]);
    }
}

/// <summary>Why a script gave no reply.</summary>
/// <param name="Message">Type and message of the innermost exception, and of those that it led to.</param>
/// <param name="File">The script or loaded file that threw; <c>null</c> when unknown.</param>
/// <param name="Line">From 1; 0 when unknown.</param>
/// <param name="OutOfMemory">The worker must not be used again.</param>
internal sealed record ScriptError(string Message, string? File, int Line, bool OutOfMemory)
{
    /// <summary>The script did not run, because the cache does not have what was compiled.</summary>
    public bool IsDamaged { get; init; }
}
