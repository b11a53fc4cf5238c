using System.IO.Compression;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Itgrix.Tests.Support;

/// <summary>A package file made for a test.</summary>
internal static class TestPackage
{
    /// <summary>The content of a library for packages.</summary>
    public static byte[] Library(string name, string source, params byte[][] needs)
    {
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                .. needs.Select(need => MetadataReference.CreateFromImage(need))],
            new(OutputKind.DynamicallyLinkedLibrary));
        using var content = new MemoryStream();
        compilation.Emit(content).Success.Should().BeTrue();
        return content.ToArray();
    }

    /// <summary>Writes <c>NAME.VERSION.nupkg</c> into a folder.</summary>
    /// <param name="needs">Packages that it needs, as "Name 1.0.0".</param>
    /// <param name="files">Content by path in the package.</param>
    public static void Write(
        string folder, string name, string version, string[] needs, params (string Path, byte[] Content)[] files)
    {
        Directory.CreateDirectory(folder);
        using var package = ZipFile.Open(Path.Combine(folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        var dependencies = string.Concat(needs.Select(need => need.Split(' '))
            .Select(need => $"<dependency id='{need[0]}' version='{need[1]}' />"));
        Add($"{name}.nuspec", Encoding.UTF8.GetBytes($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
            <id>{name}</id><version>{version}</version><authors>test</authors><description>test</description>
            <dependencies>{dependencies}</dependencies></metadata></package>
            """));
        foreach (var (path, content) in files)
            Add(path, content);

        void Add(string path, byte[] content)
        {
            using var entry = package.CreateEntry(path).Open();
            entry.Write(content);
        }
    }
}
