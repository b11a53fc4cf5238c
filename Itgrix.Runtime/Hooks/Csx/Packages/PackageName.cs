namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>A package that a script names: <c>#r "nuget: Name, 1.2.3"</c>.</summary>
/// <param name="File">The script or loaded file.</param>
/// <param name="Line">Line of the directive, from 1.</param>
/// <param name="Column">From 1.</param>
internal sealed record PackageName(string Name, string Version, string File, int Line, int Column)
{
    /// <summary>Whether every script has what is in it; such packages are for older versions of .NET.</summary>
    public static bool IsOfFramework(string name) => ScriptReferences.IsKnown(name)
        || name.Equals("NETStandard.Library", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Microsoft.NETCore.", StringComparison.OrdinalIgnoreCase);

    public ScriptMessage Error(string text) => Message("error", text);

    public ScriptMessage Warning(string text) => Message("warning", text);

    private ScriptMessage Message(string severity, string text) =>
        new(File, Line, Column, severity, "ITX012", $"package {Name} {Version}: {text}") { HasFix = true };
}
