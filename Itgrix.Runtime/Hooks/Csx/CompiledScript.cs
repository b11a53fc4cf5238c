namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>A script that compiled: where its assembly lies and how it is entered.</summary>
/// <param name="Script">Full path of the script.</param>
/// <param name="Key">Hash of everything it was made from; names its files in the cache.</param>
/// <param name="Assembly">Full path of the assembly; the <c>.pdb</c> lies beside it.</param>
/// <param name="EntryType">The type of the generated factory.</param>
/// <param name="EntryMethod">The generated factory.</param>
/// <param name="Libraries">Full paths of the libraries that <c>#r</c> named.</param>
/// <param name="Sources">Each file it was made from, with the hash of its content.</param>
/// <param name="Warnings">What the compiler warned of.</param>
internal sealed record CompiledScript(
    string Script, string Key, string Assembly, string EntryType, string EntryMethod,
    IReadOnlyList<string> Libraries, IReadOnlyList<SourceHash> Sources, IReadOnlyList<ScriptMessage> Warnings);

/// <summary>A file and the SHA-256 of its content, as lower-case hex.</summary>
internal sealed record SourceHash(string File, string Sha256);
