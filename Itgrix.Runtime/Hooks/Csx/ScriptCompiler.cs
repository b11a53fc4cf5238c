using System.Collections.Immutable;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Compiles a script by the rules of dotnet-script, with a reply in place of an exit code. Runs in the
/// compiler process only: Roslyn is large, and a script must not harm the service while it is compiled.
/// </summary>
internal sealed class ScriptCompiler(ScriptCache cache)
{
    private static readonly string[] Imports =
    [
        "System", "System.IO", "System.Collections.Generic", "System.Console", "System.Diagnostics", "System.Dynamic",
        "System.Linq", "System.Linq.Expressions", "System.Text", "System.Threading.Tasks",
    ];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        usings: Imports,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        specificDiagnosticOptions: Severities(),
        // A library may reference an older version of a framework assembly.
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    // Saves take milliseconds; a writer that keeps the file open longer is reported.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Compiles, or returns the cached result for the same sources.</summary>
    public CompileAnswer Compile(string script)
    {
        var sources = new ScriptSources(Timeout);
        try
        {
            return Compile(script, sources);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var message = ScriptMessage.Error(script, "ITX002", $"cannot be read: {error.Message}");
            return new(null, [message], [WatchedFile.Read(script), .. sources.Watched]);
        }
    }

    private CompileAnswer Compile(string script, ScriptSources sources)
    {
        var text = SourceText.From(sources.OpenRead(script), System.Text.Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(text, Language, script);
        var references = new ScriptReferences();
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "itgrix-script", tree, ScriptReferences.Always,
            Options.WithSourceReferenceResolver(sources).WithMetadataReferenceResolver(references),
            returnType: typeof(Reply), globalsType: typeof(ScriptGlobals));

        var found = compilation.GetDiagnostics();
        foreach (var library in references.Libraries.Distinct())
            sources.AddLibrary(library);
        var messages = found.Where(one => one.Severity >= DiagnosticSeverity.Warning)
            .Select(one => ScriptMessage.From(one, script)).ToList();
        if (!messages.Exists(message => message.IsError) && MissingReturn.Find(tree) is { } missing)
            messages.Add(missing);
        if (messages.Exists(message => message.IsError))
            return new(null, messages, [.. sources.Watched]);

        var hashes = sources.Hashes.ToList();
        var key = cache.Key(script, hashes);
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var compiled = new CompiledScript(
            script, key, cache.AssemblyOf(key), entry.ContainingType.MetadataName, entry.MetadataName,
            [.. references.Libraries.Distinct()], hashes, messages);
        if (!File.Exists(compiled.Assembly))
            Emit(compilation.WithAssemblyName(key), compiled);
        cache.Store(compiled);
        return new(compiled, [], [.. sources.Watched]);
    }

    private void Emit(Compilation compilation, CompiledScript compiled)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var options = new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb);
        var result = compilation.Emit(assembly, symbols, options: options);
        if (!result.Success)
            throw new InvalidOperationException(
                $"{compiled.Script} compiled but could not be emitted: {result.Diagnostics[0]}");
        cache.Write(Path.ChangeExtension(compiled.Assembly, ".pdb"), symbols.ToArray());
        cache.Write(compiled.Assembly, assembly.ToArray());
    }

    private static ImmutableDictionary<string, ReportDiagnostic> Severities() =>
        Enumerable.Range(8600, 56).ToImmutableDictionary(id => $"CS{id}", _ => ReportDiagnostic.Error)
            // Libraries reference older versions of the framework's assemblies; the runtime unifies them.
            .Add("CS1701", ReportDiagnostic.Suppress).Add("CS1702", ReportDiagnostic.Suppress);
}

/// <summary>Result of a compilation.</summary>
/// <param name="Script"><c>null</c> when it failed.</param>
/// <param name="Messages">Compiler messages of a failure.</param>
/// <param name="Watched">Each file that the result depends on.</param>
internal sealed record CompileAnswer(
    CompiledScript? Script, IReadOnlyList<ScriptMessage> Messages, IReadOnlyList<WatchedFile> Watched);
