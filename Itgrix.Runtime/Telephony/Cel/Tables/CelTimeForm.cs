namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>The format in which a table has the time of an event, as far as the database can compare it.</summary>
internal enum CelTimeForm
{
    /// <summary>A format that can be compared only by reading row by row.</summary>
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

    // A format with a zone, or with the day first, does not sort as text.
    private static readonly string[] Sortable =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    private static readonly string[] ZoneTypes = ["with time zone", "offset"];

    public static CelTimeForm OfType(string databaseType) =>
        ZoneTypes.Any(part => databaseType.Contains(part, StringComparison.OrdinalIgnoreCase))
            ? CelTimeForm.DateOfZone
            : CelTimeForm.Date;

    /// <summary>Detects the format from a value of the table.</summary>
    public static CelTimeForm OfSample(object? sample) => sample switch
    {
        DateTime => CelTimeForm.Date,
        int or long or uint or ulong or float or double or decimal => CelTimeForm.Seconds,
        string text when IsSeconds(text) => CelTimeForm.SecondsText,
        string text when IsSortable(text) =>
            text[DateLength] == 'T' ? CelTimeForm.DateTextWithT : CelTimeForm.DateText,
        _ => CelTimeForm.Unknown,
    };

    /// <summary>The first moment of this time of the server in the table's format, for comparisons.</summary>
    public static object? FirstOf(this CelTimeForm form, DateTime time, CelClock clock) =>
        form.Of(time, clock, clock.FirstOf(time));

    /// <summary>The same for the last moment: where summer time ends, clocks show an hour twice.</summary>
    public static object? LastOf(this CelTimeForm form, DateTime time, CelClock clock) =>
        form.Of(time, clock, clock.LastOf(time));

    /// <summary>A value of the database in the server's time; <c>null</c> when it is not a time.</summary>
    public static DateTime? Read(object? value, CelClock clock) => value switch
    {
        DateTime time => clock.Of(time),
        DateTimeOffset time => clock.Of(time),
        string text => clock.Read(text),
        int or long or uint or ulong or decimal =>
            clock.OfEpoch(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        double seconds when double.IsFinite(seconds) && Math.Abs(seconds) < 1e12 => clock.OfEpoch((decimal)seconds),
        _ => null,
    };

    private static object? Of(this CelTimeForm form, DateTime time, CelClock clock, DateTime utc) => form switch
    {
        CelTimeForm.Date => clock.IsUtc ? Unspecified(utc) : Unspecified(time),
        CelTimeForm.DateOfZone => utc,
        CelTimeForm.Seconds => Epoch(utc),
        // Without trailing zeros it sorts before every longer text of the same second.
        CelTimeForm.SecondsText => Epoch(utc).ToString("0000000000.######", CultureInfo.InvariantCulture),
        CelTimeForm.DateText => Text(clock.IsUtc ? utc : time, "yyyy-MM-dd HH:mm:ss"),
        CelTimeForm.DateTextWithT => Text(clock.IsUtc ? utc : time, "yyyy-MM-ddTHH:mm:ss"),
        _ => null,
    };

    private static bool IsSortable(string text) =>
        DateTime.TryParseExact(text, Sortable, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static DateTime Unspecified(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);

    private static double Epoch(DateTime utc) => (utc - DateTime.UnixEpoch).TotalSeconds;

    private static bool IsSeconds(string text) => text.IndexOf('.') is var dot
        && (dot < 0 ? text.Length : dot) == DateLength && text.All(letter => letter is '.' or (>= '0' and <= '9'));
}
