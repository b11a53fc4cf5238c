using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Itgrix.Tests;

/// <summary>The rooms of Itgrix.Runtime: a room uses only those that come before it, and none names a CRM.</summary>
[TestClass]
public sealed class ArchitectureTests
{
    private const string Root = "Itgrix.Runtime";

    private static readonly string[] Rooms =
        ["Platform", "Http", "Hooks", "Telephony", "Outbox", "Crms", "Features", "Service", "Cli"];

    // Whoever else names a CRM, and why.
    private static readonly string[] MayNameCrms =
    [
        "Crms/CrmModules.cs", // The one list.
        "Features/Routing/RoutingOptions.cs", // The default, as the page of the settings has it.
    ];

    private static readonly Lazy<CSharpCompilation> Code = new(Compile);
    private static readonly Lazy<IReadOnlyList<Name>> Names = new(() => [.. Trees().SelectMany(NamesIn)]);
    private static readonly Lazy<IReadOnlyList<Arrow>> Arrows = new(() => [.. Names.Value.SelectMany(ArrowsOf)]);

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

    [TestMethod]
    public void Only_its_own_folder_and_the_one_list_name_a_CRM()
    {
        var named = Names.Value.Select(name => (FilePath: name.File, Crm: CrmOf(name.Symbol), name.Place))
            .Where(name => name.Crm is not null).ToList();

        named.AddRange(Trees().SelectMany(TextsIn));
        named.Select(name => name.Crm).Distinct()
            .Should().BeEquivalentTo(CrmModules.Shipped.Select(module => module.Crm.Name));
        named.Where(
            name => !IsIn(name.FilePath, $"Crms/{name.Crm}/") && !MayNameCrms.Any(file => IsIn(name.FilePath, file)))
            .Select(name => $"{name.Place} names {name.Crm}").Distinct().Should().BeEmpty();
    }

    private static CSharpCompilation Compile()
    {
        var trees = Files().Append(GlobalUsings()).Select(file =>
            CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)).ToList();
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(file => Path.GetFileName(file) != "Itgrix.Runtime.dll");
        return CSharpCompilation.Create(Root, trees,
            assemblies.Select(file => MetadataReference.CreateFromFile(file)), new(OutputKind.ConsoleApplication));
    }

    private static IEnumerable<SyntaxTree> Trees() => Code.Value.SyntaxTrees;

    private static IEnumerable<Name> NamesIn(SyntaxTree tree)
    {
        var model = Code.Value.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is { } symbol)
                yield return new(tree.FilePath, symbol, PlaceOf(name.GetLocation()));
        }
    }

    private static IEnumerable<Arrow> ArrowsOf(Name name)
    {
        var type = name.Symbol as INamedTypeSymbol ?? name.Symbol.ContainingType;
        if (type?.OriginalDefinition.DeclaringSyntaxReferences is [{ SyntaxTree.FilePath: var declared }, ..]
            && RoomOf(name.File) is { } from && RoomOf(declared) is { } to && to != from)
            yield return new(from, to, type.Name, name.Place);
    }

    // Crm.Kommo, or anything of a CRM's folder here or in Itgrix.Hooks.
    private static string? CrmOf(ISymbol symbol)
    {
        var place = symbol is INamespaceSymbol ? ""
            : symbol.ContainingType?.ToDisplayString() == typeof(Crm).FullName ? $"Itgrix.Hooks.{symbol.Name}"
            : symbol.ContainingNamespace?.ToDisplayString() ?? "";
        return CrmModules.Shipped.Select(module => module.Crm.Name).FirstOrDefault(crm =>
            new[] { $"Itgrix.Hooks.{crm}", $"{Root}.Crms.{crm}" }
                .Any(own => place == own || place.StartsWith($"{own}.")));
    }

    private static IEnumerable<(string FilePath, string? Crm, string Place)> TextsIn(SyntaxTree tree) =>
        from text in tree.GetRoot().DescendantTokens()
        where text.IsKind(SyntaxKind.StringLiteralToken) || text.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || text.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
            || text.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
        from crm in CrmModules.Shipped.Select(module => module.Crm)
        where text.ValueText.Contains(crm.Id, StringComparison.OrdinalIgnoreCase)
        select (tree.FilePath, (string?)crm.Name, $"{PlaceOf(text.GetLocation())}, in a text,");

    private static string PlaceOf(Location location) =>
        Path.GetRelativePath(ProjectFolder.Path, location.SourceTree!.FilePath)
        + $":{location.GetLineSpan().StartLinePosition.Line + 1}";

    private static bool IsIn(string file, string place) =>
        Path.GetRelativePath(ProjectFolder.Of(Root), file).StartsWith(place, StringComparison.Ordinal);

    private static IEnumerable<string> Files() =>
        Rooms.SelectMany(
            room => Directory.EnumerateFiles(ProjectFolder.Of(Root, room), "*.cs", SearchOption.AllDirectories))
            .Append(ProjectFolder.Of(Root, "Program.cs"));

    // What the SDK writes of ImplicitUsings.
    private static string GlobalUsings() =>
        Directory.EnumerateFiles(
            ProjectFolder.Of(Root, "obj"), "*.GlobalUsings.g.cs", SearchOption.AllDirectories).First();

    private static string? RoomOf(string file) =>
        Path.GetRelativePath(ProjectFolder.Of(Root), file).Split('/') is [var room, _, ..]
            && Rooms.Contains(room) ? room : null;

    private static string NamespaceOf(string file) =>
        $"{Root}.{Path.GetDirectoryName(Path.GetRelativePath(ProjectFolder.Of(Root), file))!.Replace('/', '.')}";

    private sealed record Name(string File, ISymbol Symbol, string Place);

    private sealed record Arrow(string From, string To, string Type, string Place);
}
