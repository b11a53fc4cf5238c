using System.Globalization;

namespace Itgrix.Runtime.Asterisk.Cel;

/// <summary>Brings the times of all stores into the time of the Asterisk server.</summary>
/// <param name="zone">The server's zone.</param>
/// <param name="utc">The store has UTC where it names no zone, as Asterisk writes with <c>usegmtime</c>.</param>
internal sealed class CelClock(TimeZoneInfo zone, bool utc = false)
{
    private const string Compact = "yyyyMMddHHmmss";
    private const double LastEpoch = 253_402_300_799;
    private static readonly DateTime Earliest = new(1990, 1, 1);

    /// <summary>Seconds since 1970 as Asterisk writes them by default, or a date in words that can be read.</summary>
    public DateTime? Read(string text)
    {
        if (text.Length != Compact.Length && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return OfEpoch(seconds);
        var known = DateTime.TryParseExact(text, Compact, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            || DateTime.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out time);
        return known && time >= Earliest ? Of(time) : null;
    }

    /// <summary>A time of .NET: UTC where it says so, else as the store has it.</summary>
    public DateTime Of(DateTime time) =>
        utc || time.Kind == DateTimeKind.Utc
            ? Unspecified(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc), zone))
            : Unspecified(time);

    public DateTime Of(DateTimeOffset time) => Of(time.UtcDateTime);

    public DateTime? OfEpoch(decimal seconds) =>
        seconds is >= 0 and <= (decimal)LastEpoch
            ? Of(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : null;

    /// <summary>The time of the server as the store has it.</summary>
    public DateTime ToStore(DateTime time) => utc ? Unspecified(ToUtc(time)) : Unspecified(time);

    public DateTime ToUtc(DateTime time)
    {
        // In the hour that the clocks skip there is no such time; what comes after it is as good.
        var local = Unspecified(time);
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone);
    }

    public double ToEpoch(DateTime time) => (ToUtc(time) - DateTime.UnixEpoch).TotalSeconds;

    private static DateTime Unspecified(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
