using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Benchmarks;

/// <summary>
/// The reference of a start: the program of <c>dotnet new console</c>, run by <c>dotnet hello.dll</c>.
/// </summary>
internal static class HelloWorld
{
    private const string RuntimeConfig = """
        {"runtimeOptions": {"tfm": "net10.0", "framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}
        """;

    /// <summary>Writes the program and returns its file.</summary>
    public static string Write(string folder)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create("hello",
            [CSharpSyntaxTree.ParseText("System.Console.WriteLine(\"Hello, World!\");")],
            new[] { "System.Private.CoreLib", "System.Runtime", "System.Console" }
                .Select(name => MetadataReference.CreateFromFile(Path.Combine(framework, name + ".dll"))),
            new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release));
        var file = Path.Combine(folder, "hello.dll");
        if (compilation.Emit(file) is { Success: false } failed)
            throw new InvalidOperationException(string.Join('\n', failed.Diagnostics));
        File.WriteAllText(Path.ChangeExtension(file, ".runtimeconfig.json"), RuntimeConfig);
        return file;
    }
}
