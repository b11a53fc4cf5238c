using System.Buffers.Text;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Parses the times of events: the server's wall clock, or seconds since 1970.</summary>
internal static class AmiTime
{
    private const decimal LastSecond = 253402300799;

    /// <summary><c>2026-11-21 03:26:04</c>, optionally with a <c>T</c> or a fraction.</summary>
    public static bool TryReadLocal(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)' ' or (byte)'T')
            || text[13] != ':' || text[16] != ':')
            return false;
        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]));
        var (hour, minute, second) = (Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..19]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        if (!TryReadFraction(text[19..], out var ticks))
            return false;
        time = new DateTime(year, month, day, hour, minute, second).AddTicks(ticks);
        return true;
    }

    /// <summary><c>1795231564.614984</c>, as the clock of that time zone shows it.</summary>
    public static bool TryReadEpoch(ReadOnlySpan<byte> text, TimeZoneInfo zone, out DateTime time)
    {
        time = default;
        if (!Utf8Parser.TryParse(text, out decimal seconds, out var used) || used != text.Length
            || seconds is < 0 or > LastSecond - 86400)
            return false;
        time = LocalTime(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), zone);
        return true;
    }

    public static DateTime LocalTime(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).DateTime;

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.' || text.Length is < 2 or > 8 || Digits(text[1..]) is not (>= 0 and var digits))
            return false;
        ticks = digits;
        for (var place = text.Length; place < 8; place++)
            ticks *= 10;
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var one in text)
        {
            if (!char.IsAsciiDigit((char)one))
                return -1;
            number = 10 * number + one - '0';
        }
        return number;
    }
}
