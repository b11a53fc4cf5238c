namespace Itgrix.Runtime.Hooks;

/// <summary>A caller's name for a phone's display.</summary>
internal static class DisplayName
{
    /// <summary>Asterisk cuts a caller's name to this many characters.</summary>
    public const int MaxLength = 20;

    // A dialplan would interpret these in the name: lists, variables, functions, fields.
    private const string Special = "<>,;$`{}[]()|\\";

    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// The name as it can be displayed: one line, without the dialplan's special characters, and cut.
    /// </summary>
    public static string From(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name.EnumerateRunes())
            plain.Append(Shown(letter));
        return Cut(string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))).TrimEnd();
    }

    /// <summary>Cuts at text elements, so that no accented letter and no emoji is split.</summary>
    public static string Cut(string name)
    {
        if (name.Length <= MaxLength)
            return name;
        var length = 0;
        while (StringInfo.GetNextTextElementLength(name, length) is var next && length + next <= MaxLength)
            length += next;
        return name[..length];
    }

    private static string Shown(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        // Quotes without a space: most often a comma or a dot follows them.
        _ when letter.Value == '"' => "",
        // Joiners of emojis may stay; bidirectional controls may not.
        UnicodeCategory.Format => letter.Value == ZeroWidthJoiner ? letter.ToString() : "",
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => " ",
        _ when letter == Rune.ReplacementChar || (letter.IsAscii && Special.Contains((char)letter.Value)) => " ",
        _ => letter.ToString(),
    };
}
