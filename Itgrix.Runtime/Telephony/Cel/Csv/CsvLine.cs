using System.Text;

namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Takes lines apart as Asterisk's <c>CSV_QUOTE</c> puts them together.</summary>
internal static class CsvLine
{
    private const byte Quote = (byte)'"';
    private const byte Comma = (byte)',';
    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    // After a quote too many, each line would be looked for its end through all that follows.
    private const int MaxBreaks = 100;

    /// <summary>Reads one line from the beginning of the bytes. Inside of quotes it may have line breaks.</summary>
    /// <param name="fields">Cleared, then filled.</param>
    /// <param name="length">How many bytes the line has, or the broken one up to where another may begin.</param>
    public static CsvOutcome Read(ReadOnlySpan<byte> bytes, List<string> fields, out int length)
    {
        fields.Clear();
        // Texts are made of a whole line only: after a quote too many, each is tried through many others.
        var outcome = Walk(bytes, null, out length);
        return outcome == CsvOutcome.Line ? Walk(bytes, fields, out _) : outcome;
    }

    private static CsvOutcome Walk(ReadOnlySpan<byte> bytes, List<string>? into, out int length)
    {
        // A power failure leaves zeros behind where text was to be.
        var position = bytes.IndexOfAnyExcept((byte)0);
        (length, var breaks) = (0, 0);
        while (position >= 0 && position < bytes.Length)
        {
            var rest = bytes[position..];
            var used = rest[0] == Quote ? ReadQuoted(rest, into, ref breaks) : ReadPlain(rest, into);
            if (used == 0)
                return CsvOutcome.Unfinished;
            if (used < 0)
                return SkipLine(bytes, out length);
            position += used;
            if (bytes[position - 1] == NewLine)
            {
                length = position;
                return CsvOutcome.Line;
            }
        }
        return CsvOutcome.Unfinished;
    }

    /// <summary>The bytes of the field with what ends it; 0 when the end is missing, -1 when it is no field.</summary>
    private static int ReadQuoted(ReadOnlySpan<byte> bytes, List<string>? into, ref int breaks)
    {
        var end = 1;
        while (true)
        {
            var next = bytes[end..].IndexOfAny(Quote, NewLine);
            if (next < 0)
                return 0;
            end += next + 1;
            if (bytes[end - 1] == NewLine)
            {
                if (++breaks > MaxBreaks)
                    return -1;
                continue;
            }
            if (end == bytes.Length)
                return 0;
            if (bytes[end] != Quote)
                break;
            end++;
        }
        into?.Add(Encoding.UTF8.GetString(bytes[1..(end - 1)]).Replace("\"\"", "\""));
        return bytes[end] is Comma or NewLine ? end + 1
            : bytes[end] != Return ? -1
            : end + 1 == bytes.Length ? 0
            : bytes[end + 1] == NewLine ? end + 2 : -1;
    }

    private static int ReadPlain(ReadOnlySpan<byte> bytes, List<string>? into)
    {
        var end = bytes.IndexOfAny(Comma, NewLine);
        if (end < 0)
            return 0;
        into?.Add(Encoding.UTF8.GetString(bytes[..end]).TrimEnd('\r'));
        return end + 1;
    }

    private static CsvOutcome SkipLine(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.IndexOf(NewLine) + 1;
        return length > 0 ? CsvOutcome.Broken : CsvOutcome.Unfinished;
    }
}
