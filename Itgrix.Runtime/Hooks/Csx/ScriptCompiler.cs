using System.Collections.Immutable;
using System.Security.Cryptography;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks.Csx.Packages;
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

    // Not optimized, as under dotnet-script: else exceptions have no line or a wrong one.
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        usings: Imports,
        optimizationLevel: OptimizationLevel.Debug,
        allowUnsafe: true,
        specificDiagnosticOptions: Severities(),
        // A library may reference an older version of a framework assembly.
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);

    // Saves take milliseconds; a writer that keeps the file open longer is reported.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Compiles, or says why not; whatever the script contains, this returns.</summary>
    public CompileAnswer Compile(string script)
    {
        var sources = new ScriptSources(Timeout);
        try
        {
            return Compile(script, sources);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CompileAnswer.Unreadable(script, error, sources.Watched);
        }
        catch (Exception error)
        {
            var message = ScriptMessage.Error(
                script, "ITX004", $"the compiler failed on it: {error.GetType().Name}: {error.Message}");
            return new(null, [message], [WatchedFile.Read(script), .. sources.Watched]);
        }
    }

    private CompileAnswer Compile(string script, ScriptSources sources)
    {
        var text = SourceText.From(sources.OpenRead(script), Encoding.UTF8);
        var tree = CSharpSyntaxTree.ParseText(text, Language, script);
        var references = new ScriptReferences();
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "itgrix-script", tree, ScriptReferences.Always,
            Options.WithSourceReferenceResolver(sources).WithMetadataReferenceResolver(references),
            returnType: typeof(Reply), globalsType: typeof(ScriptGlobals));

        var (packages, mistakes) = PackageDirectives.Find(compilation.SyntaxTrees);
        if (mistakes.Count > 0)
            return new(null, mistakes, [.. sources.Watched]);
        var set = new PackageSet(PackageSet.RootOf(cache.Root), packages);
        var restored = packages.Count == 0 ? [] : set.Libraries;
        if (restored is null)
            return CompileAnswer.NeedsPackages(packages, sources.Watched);
        compilation = compilation.AddReferences(ScriptReferences.To(restored));
        foreach (var file in restored)
            sources.AddPackageFile(file);

        var found = compilation.GetDiagnostics();
        var libraries = LibraryFiles.Closure(references.Libraries);
        foreach (var file in libraries.Concat(LibraryFiles.Native(libraries)))
            sources.AddLibrary(file);
        var messages = Messages(found, script, compilation);
        messages.AddRange(sources.WrongEncodings);
        if (!messages.Exists(message => message.IsError) && MissingReturn.Find(compilation, script) is { } missing)
            messages.Add(missing);
        if (messages.Exists(message => message.IsError))
            return new(null, messages, [.. sources.Watched]);

        var hashes = sources.Hashes.ToList();
        var key = cache.Key(script, hashes);
        var emitted = Emit(compilation.WithAssemblyName(key), out var assembly, out var symbols);
        if (!emitted.Success)
            return new(null, Messages(emitted.Diagnostics, script, compilation), [.. sources.Watched]);
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var compiled = new CompiledScript(
            script, key, cache.AssemblyOf(key), entry.ContainingType.MetadataName, entry.MetadataName,
            [.. libraries, .. restored], hashes, messages,
            PlainScript.Test(assembly), HashOf(assembly), HashOf(symbols));
        cache.Store(compiled, assembly, symbols);
        return new(compiled, [], [.. sources.Watched]);
    }

    private static List<ScriptMessage> Messages(
        IEnumerable<Diagnostic> found, string script, CSharpCompilation compilation) =>
        [
            .. found.Where(one => one.Severity >= DiagnosticSeverity.Warning)
                .Select(one => ScriptMessage.From(one, script).WithFix(FixHint.For(one, compilation))),
        ];

    private static EmitResult Emit(CSharpCompilation compilation, out byte[] assembly, out byte[] symbols)
    {
        using var code = new MemoryStream();
        using var debug = new MemoryStream();
        var result = compilation.Emit(
            code, debug, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        (assembly, symbols) = (code.ToArray(), debug.ToArray());
        return result;
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

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
    CompiledScript? Script, IReadOnlyList<ScriptMessage> Messages, IReadOnlyList<WatchedFile> Watched)
{
    /// <summary>Packages that the script names and that are not restored yet.</summary>
    public IReadOnlyList<PackageName> Packages { get; init; } = [];

    public static CompileAnswer NeedsPackages(
        IReadOnlyList<PackageName> packages, IEnumerable<WatchedFile> watched) =>
        new(null, [packages[0].Error("it is being restored, which the log reports.")], [.. watched])
        {
            Packages = packages,
        };

    public static CompileAnswer Unreadable(string script, Exception error, IEnumerable<WatchedFile> watched) => new(
        null, [ScriptMessage.Error(script, "ITX002", $"cannot be read: {error.Message}")],
        [(error as FileBusyException)?.Watched ?? WatchedFile.Read(script), .. watched]);
}
