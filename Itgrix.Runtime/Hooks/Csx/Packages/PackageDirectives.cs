using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>The packages that a script and the files that it loads name.</summary>
internal static partial class PackageDirectives
{
    private const string Prefix = "nuget:";

    /// <summary>Whether what <c>#r</c> names is a package.</summary>
    public static bool IsPackage(string reference) =>
        reference.TrimStart().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The packages to restore, each once, and what is wrong with their directives.</summary>
    public static (IReadOnlyList<PackageName> Packages, IReadOnlyList<ScriptMessage> Errors) Find(
        IEnumerable<SyntaxTree> trees)
    {
        var packages = new List<PackageName>();
        var errors = new List<ScriptMessage>();
        foreach (var directive in trees.SelectMany(Directives))
        {
            var package = Package(directive);
            var known = packages.Find(one => one.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase));
            if (Mistake(package) is { } mistake)
                errors.Add(package.Error(mistake));
            else if (known is null && !PackageName.IsOfFramework(package.Name))
                packages.Add(package);
            else if (known is null)
                continue;
            else if (known.Version != package.Version)
                errors.Add(package.Error($"{known.File}({known.Line}) names version {known.Version} of it: use one."));
        }
        return (packages, errors);
    }

    private static IEnumerable<ReferenceDirectiveTriviaSyntax> Directives(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().GetReferenceDirectives()
            .Where(one => one.IsActive && IsPackage(one.File.ValueText));

    private static PackageName Package(ReferenceDirectiveTriviaSyntax directive)
    {
        var text = directive.File.ValueText.Trim()[Prefix.Length..];
        var comma = text.IndexOfAny([',', '/']);
        var place = directive.File.GetLocation().GetLineSpan();
        return new(
            (comma < 0 ? text : text[..comma]).Trim(), comma < 0 ? "" : text[(comma + 1)..].Trim(),
            place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
    }

    private static string? Mistake(PackageName package) =>
        !Name().IsMatch(package.Name) ? "this is no name of a package: #r \"nuget: Name, 1.2.3\"."
        : package.Version.Length == 0
            ? $"a version is required, so that the hook stays as it was tried: #r \"nuget: {package.Name}, 1.2.3\"."
        : !Version().IsMatch(package.Version)
            ? "one exact version is required, such as 1.2.3, and no range or wildcard: the hook must stay as it was "
                + "tried."
        : null;

    [GeneratedRegex(@"^\w+([.-]\w+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex Version();
}
