using System.Globalization;

namespace Itgrix.Runtime.Asterisk.Cel.Tables;

/// <summary>How a table writes the time of an event, as far as the database can compare it.</summary>
internal enum CelTimeForm
{
    /// <summary>In a way that only reading row by row can compare.</summary>
    Unknown,
    Date,
    DateOfZone,
    Seconds,
    SecondsText,
    DateText,
    DateTextWithT,
}

internal static class CelTimeForms
{
    private const int DateLength = 10;

    // What has a zone, or the day first, does not sort as text.
    private static readonly string[] Sortable =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    public static CelTimeForm OfType(string databaseType) =>
        databaseType.Contains("with time zone", StringComparison.OrdinalIgnoreCase) || databaseType.Contains("offset", StringComparison.OrdinalIgnoreCase)
            ? CelTimeForm.DateOfZone
            : CelTimeForm.Date;

    /// <summary>As a value of the table shows it.</summary>
    public static CelTimeForm OfSample(object? sample) => sample switch
    {
        DateTime => CelTimeForm.Date,
        int or long or uint or ulong or float or double or decimal => CelTimeForm.Seconds,
        string text when IsSeconds(text) => CelTimeForm.SecondsText,
        string text when DateTime.TryParseExact(text, Sortable, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            text[DateLength] == 'T' ? CelTimeForm.DateTextWithT : CelTimeForm.DateText,
        _ => CelTimeForm.Unknown,
    };

    /// <summary>The server's time as the table would have it, to be compared with.</summary>
    public static object? ToStore(this CelTimeForm form, DateTime time, CelClock clock) => form switch
    {
        CelTimeForm.Date => clock.ToStore(time),
        CelTimeForm.DateOfZone => clock.ToUtc(time),
        CelTimeForm.Seconds => clock.ToEpoch(time),
        CelTimeForm.SecondsText => clock.ToEpoch(time).ToString("0000000000.000000", CultureInfo.InvariantCulture),
        CelTimeForm.DateText => clock.ToStore(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        CelTimeForm.DateTextWithT => clock.ToStore(time).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What the database gave, in the server's time; <c>null</c> when it is no time.</summary>
    public static DateTime? Read(object? value, CelClock clock) => value switch
    {
        DateTime time => clock.Of(time),
        DateTimeOffset time => clock.Of(time),
        string text => clock.Read(text),
        int or long or uint or ulong or decimal => clock.OfEpoch(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        double seconds when double.IsFinite(seconds) && Math.Abs(seconds) < 1e12 => clock.OfEpoch((decimal)seconds),
        _ => null,
    };

    private static bool IsSeconds(string text) => text.IndexOf('.') is var dot
        && (dot < 0 ? text.Length : dot) == DateLength && text.All(letter => letter is '.' or (>= '0' and <= '9'));
}
