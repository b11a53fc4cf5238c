namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Converts the times of all stores into the time of the Asterisk server.</summary>
/// <param name="zone">The server's zone.</param>
/// <param name="utc">The store has UTC where it names no zone, as Asterisk writes with <c>usegmtime</c>.</param>
internal sealed class CelClock(TimeZoneInfo zone, bool utc = false)
{
    private const string Compact = "yyyyMMddHHmmss";
    private const double LastEpoch = 253_402_300_799;

    private const DateTimeStyles InWords =
        DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    private static readonly DateTime Earliest = new(1990, 1, 1);

    /// <summary>Seconds since 1970, Asterisk's default, or a date in a format that can be parsed.</summary>
    public DateTime? Read(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (text.Length != Compact.Length
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, culture, out var seconds))
            return OfEpoch(seconds);
        var known = DateTime.TryParseExact(text, Compact, culture, DateTimeStyles.None, out var time)
            || DateTime.TryParse(text, culture, InWords, out time);
        return known && time >= Earliest ? Of(time) : null;
    }

    /// <summary>A .NET time: UTC where its kind says so, else in the store's zone.</summary>
    public DateTime Of(DateTime time) =>
        utc || time.Kind == DateTimeKind.Utc
            ? Unspecified(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc), zone))
            : Unspecified(time);

    public DateTime Of(DateTimeOffset time) => Of(time.UtcDateTime);

    public DateTime? OfEpoch(decimal seconds) =>
        seconds is >= 0 and <= (decimal)LastEpoch
            ? Of(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : null;

    /// <summary>Whether times without a zone are UTC in the store.</summary>
    public bool IsUtc => utc;

    /// <summary>The moment, in UTC, when the server's clock first showed this time.</summary>
    public DateTime FirstOf(DateTime time) => ToUtc(time, offsets => offsets.Max());

    /// <summary>The moment when it last did: later than the first where summer time ends.</summary>
    public DateTime LastOf(DateTime time) => ToUtc(time, offsets => offsets.Min());

    private DateTime ToUtc(DateTime time, Func<TimeSpan[], TimeSpan> choose)
    {
        var local = Unspecified(time);
        var offset = zone.IsAmbiguousTime(local)
            ? choose(zone.GetAmbiguousTimeOffsets(local))
            : zone.GetUtcOffset(local);
        return local.Ticks > offset.Ticks ? DateTime.SpecifyKind(local - offset, DateTimeKind.Utc) : DateTime.UnixEpoch;
    }

    private static DateTime Unspecified(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
