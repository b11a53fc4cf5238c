using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>What to do about an error that people make who know PHP and not C#.</summary>
internal static partial class FixHint
{
    private const string JoinedByPlus = "texts are joined by +, not by a dot.";
    private const string NoDollar = "variables have no $: In.Phone, or Params[\"phone\"].";

    /// <summary>The hint; <c>null</c> where the compiler's words are all there is to say.</summary>
    public static string? For(Diagnostic error, CSharpCompilation compilation)
    {
        var node = Node(error);
        var text = error.Location.SourceTree?.GetText().ToString(error.Location.SourceSpan) ?? "";
        return error.Id switch
        {
            "CS0029" or "CS0266" => Reply(error, compilation),
            "CS0019" when error.GetMessage().Contains("JToken") =>
                "compare its text: (string?)Params[\"name\"] == \"text\".",
            _ when Line(error).StartsWith("#:", StringComparison.Ordinal) =>
                "#: is of programs in one file: a script names a package by #r \"nuget: Name, 1.2.3\".",
            "CS7021" => "a script has no namespaces: leave the namespace and its braces out.",
            "CS1109" => "in a script an extension method stands alone, in no class: "
                + "static string Cut(this string text) => ...",
            "CS1504" or "CS0006" when text.Contains('\\') => "folders are divided by / here.",
            "CS1504" when error.GetMessage().Contains("nuget:") || error.GetMessage().Contains("://") =>
                "#load takes files of this machine: put the file beside the script, and name it.",
            "CS0246" or "CS0234" when IsUsing(node) => "it is of a library: name its package before it, "
                + "#r \"nuget: Name, 1.2.3\", or put the library into lib/ beside the script: #r \"lib/Name.dll\".",
            "CS0103" or "CS0246" => UnknownName(text, node, compilation),
            "CS1061" or "CS0117" => UnknownMember(text, node, compilation),
            "CS8632" => "leave out the ? of the type, or write #nullable enable as the file's first line.",
            "CS1056" when text == "$" || error.GetMessage().Contains("'$'") => NoDollar,
            "CS1012" or "CS1010" => "texts are in double quotes: \"text\".",
            "CS1002" or "CS1003" when Line(error).Contains(" . ", StringComparison.Ordinal) =>
                JoinedByPlus,
            "CS1515" => "a loop over a list is: foreach (var item in list).",
            "CS1525" or "CS1003" when Line(error).Contains("===", StringComparison.Ordinal) =>
                "compare with == and !=.",
            "CS1525" when InOfPhp().IsMatch(Line(error)) => "the input is In, with a capital I.",
            "CS0193" or "CS0201" or "CS1525" when Line(error).Contains("->", StringComparison.Ordinal) =>
                "members are reached by a dot: In.Phone.",
            "CS0126" or "CS0127" => Reply(error, compilation) ?? "return a reply: return Success(In);",
            "CS0161" => "each way through the function must end in a return.",
            "CS0165" => "give it a value where it is declared.",
            "CS1501" or "CS7036" when text is "Success" => "pass the data: Success(In).",
            "CS0006" => Library(text),
            _ => null,
        };
    }

    // By the methods of the hook's own class, which the script has in its sight.
    private static string? Reply(Diagnostic error, CSharpCompilation compilation)
    {
        if (error.Location.SourceTree is not { } tree
            || (!error.GetMessage().Contains("Itgrix.Hooks.Reply", StringComparison.Ordinal) && error.Id != "CS0126"))
            return null;
        var methods = compilation.GetSemanticModel(tree).LookupSymbols(error.Location.SourceSpan.Start)
            .OfType<IMethodSymbol>().ToList();
        return Has("Register") ? "return Register(); or return Ignore();"
            : Has("Done") ? "return Done();"
            : methods.Exists(TakesText) ? "return Success(value);"
            : "return Success(In); after changing fields of In.";

        bool Has(string name) => methods.Exists(method => method.Name == name);

        static bool TakesText(IMethodSymbol method) => method is
            { Name: "Success", Parameters: [{ Type.SpecialType: SpecialType.System_String }, ..] };
    }

    private static string? UnknownName(string name, SyntaxNode? node, CSharpCompilation compilation)
    {
        if (PhpWords.Find(name) is { } known)
            return known;
        if (node is null)
            return null;
        var symbols = compilation.GetSemanticModel(node.SyntaxTree).LookupSymbols(node.SpanStart);
        return Near(name, symbols.Select(symbol => symbol.Name).Where(one => one.Length > 1));
    }

    private static string? UnknownMember(string name, SyntaxNode? node, CSharpCompilation compilation)
    {
        var owner = node?.AncestorsAndSelf().Select(one => one switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            ConditionalAccessExpressionSyntax access => access.Expression,
            _ => null,
        }).FirstOrDefault(expression => expression is not null);
        if (owner is null)
            return null;
        var model = compilation.GetSemanticModel(owner.SyntaxTree);
        var type = model.GetSymbolInfo(owner).Symbol as ITypeSymbol ?? model.GetTypeInfo(owner).Type;
        if (type is null)
            return null;
        if (type.TypeKind == TypeKind.Enum)
            return $"its values are {string.Join(", ", type.GetMembers().OfType<IFieldSymbol>()
                .Where(value => value.IsConst).Select(value => $"{type.Name}.{value.Name}"))}.";
        if (type.SpecialType == SpecialType.System_String && IsJoinedByDot(node!))
            return JoinedByPlus;
        return Near(name, Types(type).SelectMany(one => one.GetMembers())
            .Where(member => member.DeclaredAccessibility == Accessibility.Public && member.CanBeReferencedByName)
            .Select(member => member.Name));
    }

    private static IEnumerable<ITypeSymbol> Types(ITypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
            yield return one;
    }

    private static string? Near(string name, IEnumerable<string> known)
    {
        var names = known.Distinct().ToList();
        var near = names.Find(one => one.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? names.Find(one => one.Replace("_", "").Equals(name.Replace("_", ""), StringComparison.OrdinalIgnoreCase))
            ?? Spelling.Nearest(name, names);
        return near is null ? null : $"did you mean {near}?";
    }

    private static string Library(string directive) => directive.Contains('/') || directive.Contains(".dll")
        ? "put the library beside the script, in a folder lib/, and name it from there: #r \"lib/Name.dll\"."
        : "put the library beside the script, in a folder lib/, and name it from there: #r \"lib/Name.dll\"; or name "
            + "its package: #r \"nuget: Name, 1.2.3\".";

    private static bool IsJoinedByDot(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault() is { } access
        && (access.OperatorToken.HasLeadingTrivia || access.OperatorToken.HasTrailingTrivia
            || access.Expression.GetTrailingTrivia().Any(SyntaxKind.WhitespaceTrivia));

    private static bool IsUsing(SyntaxNode? node) =>
        node?.AncestorsAndSelf().Any(one => one is UsingDirectiveSyntax { StaticKeyword.RawKind: 0 }) == true;

    [GeneratedRegex(@"\bin\s*[.\[]")]
    private static partial Regex InOfPhp();

    private static SyntaxNode? Node(Diagnostic error) => error.Location.SourceTree?.GetRoot() is { } root
        && root.FullSpan.Contains(error.Location.SourceSpan)
            ? root.FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true) : null;

    private static string Line(Diagnostic error) => error.Location.SourceTree?.GetText() is { } text
        ? text.Lines.GetLineFromPosition(error.Location.SourceSpan.Start).ToString() : "";
}
