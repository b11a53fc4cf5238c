using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Detects scripts without a reply: they compile, so the compiler does not report them.</summary>
internal static class MissingReturn
{
    public const string Code = "ITX001";

    private const string Text =
        "the script never returns a reply: end it with 'return Success(...);' or another method of the hook.";

    /// <summary>
    /// The message, or <c>null</c> when the script's own code, or that of a loaded file, returns; or when the script
    /// ends in an expression.
    /// </summary>
    public static ScriptMessage? Find(CSharpCompilation compilation, string script)
    {
        var main = compilation.SyntaxTrees.First(tree => tree.FilePath == script);
        var expression =
            Statements(main).LastOrDefault()?.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true };
        if (expression || compilation.SyntaxTrees.Any(Returns))
            return null;
        var end = main.GetText().Lines.Count;
        return new(main.FilePath, end, 1, "error", Code, $"{Text}{Uncalled(main)}");
    }

    // As a program or a function of a cloud begins.
    private static string Uncalled(SyntaxTree main) =>
        main.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(method => method.Identifier.Text is "Main" or "Run") is { Identifier.Text: var name }
            ? $" Nothing calls {name}: a script's code begins outside of methods, such as 'return {name}(...);'." : "";

    private static bool Returns(SyntaxTree tree) =>
        Statements(tree).SelectMany(statement => statement.DescendantNodes(IsOwnCode))
            .Any(node => node is ReturnStatementSyntax { Expression: not null } or ThrowStatementSyntax);

    private static IEnumerable<GlobalStatementSyntax> Statements(SyntaxTree tree) =>
        ((CompilationUnitSyntax)tree.GetRoot()).Members.OfType<GlobalStatementSyntax>();

    // The return of a function or lambda inside the script is not the script's reply.
    private static bool IsOwnCode(SyntaxNode node) =>
        node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax);
}
