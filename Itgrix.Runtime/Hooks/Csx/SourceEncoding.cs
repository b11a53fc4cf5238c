using System.Text.Unicode;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Finds sources in an encoding of Windows, whose letters the compiler would replace.</summary>
internal static class SourceEncoding
{
    /// <summary>The first line that is not UTF-8, from 1; 0 where all are, or it names another encoding.</summary>
    public static int WrongLine(ReadOnlySpan<byte> source)
    {
        // UTF-16 and UTF-32 begin with a mark, by which the compiler knows them.
        if (source is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0, 0, 0xfe, 0xff, ..] || Utf8.IsValid(source))
            return 0;
        var number = 1;
        foreach (var line in source.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(source[line]))
                return number;
            number++;
        }
        return number;
    }

    public static string Text(string file) => "the file is not in UTF-8, so its letters would change: save it as UTF-8 "
        + $"in your editor, or: iconv -f cp1251 -t utf-8 '{file}' > new.csx";
}
