namespace Itgrix.Runtime.Platform.Logging;

/// <summary>
/// Text from outside in a form that is safe in a log: no terminal escapes, no line that looks like a log entry.
/// </summary>
internal static class PrintableText
{
    /// <summary>Line ends: Asterisk recognizes the first three, a proxy in between may recognize the others.</summary>
    public const string LineEnds = "\r\n\0\v\f\u0085\u2028\u2029";

    private const string Continued = "\n    ";

    /// <summary>Keeps several lines; all but the first are indented.</summary>
    public static string Lines(string text) => Escape(text.ReplaceLineEndings("\n"), Continued);

    /// <summary>One line of limited length; <c>-</c> for empty text.</summary>
    public static string Short(string text, int max = 40)
    {
        var line = Escape(text.Trim(), "\\n");
        return line.Length == 0 ? "-" : line.Length <= max ? line : line[..max] + "…";
    }

    private static string Escape(string text, string newLine)
    {
        if (!text.EnumerateRunes().Any(MustBeEscaped))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                escaped.Append(newLine);
            else if (MustBeEscaped(rune))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                escaped.Append(rune);
        }
        return escaped.ToString();
    }

    private static bool MustBeEscaped(Rune rune) => rune.Value != '\t' && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
