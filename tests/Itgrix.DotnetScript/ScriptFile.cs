using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Itgrix.DotnetScript;

/// <summary>A C# script under the rules of dotnet-script: its imports, its globals, its exit code.</summary>
internal static class ScriptFile
{
    private static readonly string[] Imports =
    [
        "System", "System.IO", "System.Collections.Generic", "System.Console", "System.Diagnostics", "System.Dynamic",
        "System.Linq", "System.Linq.Expressions", "System.Text", "System.Threading.Tasks",
    ];

    /// <returns>What the script returns.</returns>
    /// <exception cref="CompilationErrorException">It does not compile.</exception>
    public static async Task<int> Run(string file)
    {
        var folder = Path.GetDirectoryName(file);
        var options = ScriptOptions.Default
            .WithFilePath(file)
            .WithFileEncoding(Encoding.UTF8)
            .WithLanguageVersion(LanguageVersion.Preview)
            .WithImports(Imports)
            .WithReferences(Framework().Concat(Packages.Restore(file)))
            .WithMetadataResolver(new PackageResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder)))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder));
        var script = CSharpScript.Create<int>(
            await File.ReadAllTextAsync(file), options, typeof(CommandLineScriptGlobals));
        Check(script.GetCompilation());
        var globals = new CommandLineScriptGlobals(Console.Out, CSharpObjectFormatter.Instance);
        return (await script.RunAsync(globals)).ReturnValue;
    }

    // Scripting has no option for this: what dotnet-script takes for an error is looked for in a compilation of our
    // own.
    private static void Check(Compilation compilation)
    {
        var nullable = Enumerable.Range(8600, 56).ToDictionary(id => $"CS{id}", _ => ReportDiagnostic.Error);
        var strict = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(nullable));
        var errors = strict.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new CompilationErrorException(errors[0].ToString(), [.. errors]);
    }

    private static IEnumerable<string> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(file => Path.GetDirectoryName(file) == folder);
    }
}
