using Itgrix.Runtime.Crms.Clicks;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>A period by the clock of the Asterisk server.</summary>
/// <param name="To">The end, exclusive; <c>null</c> for up to now.</param>
internal sealed record PastPeriod(DateTime From, DateTime? To)
{
    private static readonly string[] Forms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Parses the two texts; the second of the end belongs to the period.</summary>
    /// <returns>The period, or what is wrong.</returns>
    public static (PastPeriod? Period, string? Problem) Read(string from, string? to)
    {
        if (Time(from) is not { } begin)
            return (null, Wrong("start_date", from));
        if (to is null)
            return (new(begin, null), null);
        if (Time(to) is not { } end)
            return (null, Wrong("end_date", to));
        return end < begin
            ? (null, "end_date is before start_date: swap them.")
            : (new(begin, end.AddSeconds(1)), null);
    }

    private static DateTime? Time(string text) => DateTime.TryParseExact(
        text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && time.Year is >= 1990 and <= 9000 ? time : null;

    private static string Wrong(string name, string text) =>
        $"{name} is {DialValues.Shown(text)}: give a time of the Asterisk server as 2026-11-21 09:30:00.";
}
