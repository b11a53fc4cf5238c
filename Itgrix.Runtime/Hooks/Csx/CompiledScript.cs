namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>A script that compiled: its assembly and its entry point.</summary>
/// <param name="Script">Full path of the script.</param>
/// <param name="Key">Hash of all its sources; names its files in the cache.</param>
/// <param name="Assembly">Full path of the assembly; the <c>.pdb</c> lies beside it.</param>
/// <param name="EntryType">The type of the generated factory.</param>
/// <param name="EntryMethod">The generated factory.</param>
/// <param name="Libraries">Full paths of the libraries that <c>#r</c> named, and of those that they need.</param>
/// <param name="Sources">Each source file, with the hash of its content.</param>
/// <param name="Warnings">Compiler warnings.</param>
/// <param name="IsPlain">Whether no call can leave anything behind.</param>
/// <param name="AssemblyHash">SHA-256 of the assembly, as lower-case hex.</param>
/// <param name="SymbolsHash">SHA-256 of the <c>.pdb</c>.</param>
internal sealed record CompiledScript(
    string Script, string Key, string Assembly, string EntryType, string EntryMethod,
    IReadOnlyList<string> Libraries, IReadOnlyList<SourceHash> Sources, IReadOnlyList<ScriptMessage> Warnings,
    bool IsPlain, string AssemblyHash, string SymbolsHash);

/// <summary>A file and the SHA-256 of its content, as lower-case hex.</summary>
internal sealed record SourceHash(string File, string Sha256)
{
    /// <summary>Whether it is one of the service's own copies, which do not change.</summary>
    public bool IsOfPackage { get; init; }
}
