using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Crms;

/// <summary>Checks the text of a task, which has placeholders.</summary>
internal static partial class TaskText
{
    /// <summary>What is wrong with it; <c>null</c> for nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="example">A right one.</param>
    /// <param name="fields">The placeholders.</param>
    public static string? MistakeIn(string text, string example, params string[] fields) =>
        Braces().Matches(text).FirstOrDefault(match => !fields.Contains(match.Value)) is { } unknown
            ? $"has {unknown.Value}, which is not known: use {string.Join(" and ", fields)}."
        : string.IsNullOrWhiteSpace(text) ? $"is empty: give a text, such as \"{example}\"." : null;

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Braces();
}
