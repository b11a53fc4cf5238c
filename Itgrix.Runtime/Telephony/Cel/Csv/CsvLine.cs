namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>Parses lines in the format of Asterisk's <c>CSV_QUOTE</c>.</summary>
internal static class CsvLine
{
    private const byte Quote = (byte)'"';
    private const byte Comma = (byte)',';
    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    // After a stray quote, the end of each line would otherwise be searched through all that follows.
    private const int MaxBreaks = 100;

    /// <summary>Reads one line from the start of the bytes. Inside quotes it may have line breaks.</summary>
    /// <param name="fields">Cleared, then filled.</param>
    /// <param name="length">Bytes of the line, or of the broken one up to where another may begin.</param>
    public static CsvOutcome Read(ReadOnlySpan<byte> bytes, List<string> fields, out int length)
    {
        fields.Clear();
        // Strings are made of a whole line only: after a stray quote many candidates are tried.
        var outcome = Walk(bytes, null, out length);
        return outcome == CsvOutcome.Line ? Walk(bytes, fields, out _) : outcome;
    }

    private static CsvOutcome Walk(ReadOnlySpan<byte> bytes, List<string>? into, out int length)
    {
        // A power failure leaves zeros in place of text.
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

    /// <summary>The length of the field with its separator; 0 when the end is missing, -1 when it is invalid.</summary>
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
