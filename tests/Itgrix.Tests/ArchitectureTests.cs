using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Itgrix.Tests;

/// <summary>The rooms of Itgrix.Runtime: a room uses only those that come before it.</summary>
[TestClass]
public sealed class ArchitectureTests
{
    private const string Root = "Itgrix.Runtime";

    private static readonly string[] Rooms =
        ["Platform", "Http", "Hooks", "Telephony", "Outbox", "Crms", "Features", "Service", "Cli"];

    private static readonly Lazy<IReadOnlyList<Arrow>> Arrows = new(Read);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Every_folder_of_the_program_is_one_of_the_rooms() =>
        Directory.EnumerateDirectories(ProjectFolder.Of(Root)).Select(folder => Path.GetFileName(folder)!)
            .Except(["bin", "obj"]).Should().BeEquivalentTo(Rooms);

    [TestMethod]
    public void A_namespace_is_the_folder_of_its_file() =>
        Files().Where(file => File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ")) is { } line
            && line != $"namespace {NamespaceOf(file)};")
            .Select(file => Path.GetRelativePath(ProjectFolder.Path, file)).Should().BeEmpty();

    [TestMethod]
    public void No_room_uses_a_later_room()
    {
        foreach (var arrow in Arrows.Value.GroupBy(arrow => (arrow.From, arrow.To)).OrderBy(group => group.Key))
            TestContext.WriteLine($"{arrow.Key.From} -> {arrow.Key.To}: {arrow.Count()}");

        Arrows.Value.Where(arrow => Array.IndexOf(Rooms, arrow.To) > Array.IndexOf(Rooms, arrow.From))
            .Select(arrow => $"{arrow.Place} ({arrow.From}) uses {arrow.Type} ({arrow.To})").Should().BeEmpty();
    }

    [TestMethod]
    public void The_dependencies_of_rooms_are_read_from_the_code() =>
        Arrows.Value.Should().Contain(arrow => arrow.From == "Crms" && arrow.To == "Outbox")
            .And.Contain(arrow => arrow.From == "Cli" && arrow.To == "Service");

    private static List<Arrow> Read()
    {
        var trees = Files().Append(GlobalUsings()).Select(file =>
            CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)).ToList();
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(file => Path.GetFileName(file) != "Itgrix.Runtime.dll");
        var compilation = CSharpCompilation.Create(Root, trees,
            assemblies.Select(file => MetadataReference.CreateFromFile(file)), new(OutputKind.ConsoleApplication));
        return [.. trees.SelectMany(tree => ArrowsOf(tree, compilation.GetSemanticModel(tree)))];
    }

    private static IEnumerable<Arrow> ArrowsOf(SyntaxTree tree, SemanticModel model)
    {
        if (RoomOf(tree.FilePath) is not { } from)
            yield break;
        foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type?.OriginalDefinition.DeclaringSyntaxReferences is not [{ SyntaxTree.FilePath: var declared }, ..])
                continue;
            if (RoomOf(declared) is { } to && to != from)
                yield return new(from, to, type.Name, $"{Path.GetRelativePath(ProjectFolder.Path, tree.FilePath)}"
                    + $":{name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
        }
    }

    private static IEnumerable<string> Files() =>
        Rooms.SelectMany(room => Directory.EnumerateFiles(ProjectFolder.Of(Root, room), "*.cs", SearchOption.AllDirectories))
            .Append(ProjectFolder.Of(Root, "Program.cs"));

    // What the SDK writes of ImplicitUsings.
    private static string GlobalUsings() =>
        Directory.EnumerateFiles(ProjectFolder.Of(Root, "obj"), "*.GlobalUsings.g.cs", SearchOption.AllDirectories).First();

    private static string? RoomOf(string file) =>
        Path.GetRelativePath(ProjectFolder.Of(Root), file).Split('/') is [var room, _, ..] && Rooms.Contains(room) ? room : null;

    private static string NamespaceOf(string file) =>
        $"{Root}.{Path.GetDirectoryName(Path.GetRelativePath(ProjectFolder.Of(Root), file))!.Replace('/', '.')}";

    private sealed record Arrow(string From, string To, string Type, string Place);
}
