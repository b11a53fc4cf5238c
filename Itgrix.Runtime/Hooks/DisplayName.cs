using System.Globalization;
using System.Text;

namespace Itgrix.Runtime.Hooks;

/// <summary>A name for the display of a phone.</summary>
internal static class DisplayName
{
    /// <summary>Asterisk cuts a caller's name at this many characters.</summary>
    public const int MaxLength = 20;

    // A dialplan that hands the name on would take these for its own: lists, variables, functions, fields.
    private const string Special = "<>,;$`{}[]()|\\";

    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// The name as it may be shown: on one line, without what a dialplan reads as more than a letter, and cut.
    /// </summary>
    public static string From(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name.EnumerateRunes())
            plain.Append(Shown(letter));
        return Cut(string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))).TrimEnd();
    }

    /// <summary>Cut by text elements, so that no letter with its accents and no emoji is cut in two.</summary>
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
        // Quotes without a space: what follows them is most often a comma or a dot.
        _ when letter.Value == '"' => "",
        // What joins emojis may stay; what turns the writing's direction may not.
        UnicodeCategory.Format => letter.Value == ZeroWidthJoiner ? letter.ToString() : "",
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => " ",
        _ when letter == Rune.ReplacementChar || (letter.IsAscii && Special.Contains((char)letter.Value)) => " ",
        _ => letter.ToString(),
    };
}
