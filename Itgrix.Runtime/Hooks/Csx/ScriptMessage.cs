using Microsoft.CodeAnalysis;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>One message of a compiler or a linter about a file.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1; 0 when the message is about the whole file.</param>
/// <param name="Column">From 1; 0 when unknown.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Code">For example <c>CS1002</c>.</param>
/// <param name="Text">What is wrong and, where known, what to do.</param>
internal sealed record ScriptMessage(string File, int Line, int Column, string Severity, string Code, string Text)
{
    public bool IsError => Severity == "error";

    public static ScriptMessage Error(string file, string code, string text) => new(file, 0, 0, "error", code, text);

    public static ScriptMessage Note(string file, string code, string text) => new(file, 0, 0, "note", code, text);

    public static ScriptMessage From(Diagnostic diagnostic, string mainFile)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        var position = place.StartLinePosition;
        var known = place.IsValid && place.Path.Length > 0;
        return new(
            known ? place.Path : mainFile,
            known ? position.Line + 1 : 0,
            known ? position.Character + 1 : 0,
            diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The same with what to do about it; <c>null</c> adds nothing.</summary>
    public ScriptMessage WithFix(string? fix) => fix is null ? this
        : this with { Text = $"{Text.TrimEnd('.')}. Fix: {fix}", HasFix = true };

    /// <summary>Whether the text says what to do about it.</summary>
    public bool HasFix { get; init; }

    /// <summary>As compilers print it, so that editors can jump: <c>file(3,9): error CS0029: ...</c></summary>
    public override string ToString() =>
        Line == 0 ? $"{File}: {Severity} {Code}: {Text}" : $"{File}({Line},{Column}): {Severity} {Code}: {Text}";
}
