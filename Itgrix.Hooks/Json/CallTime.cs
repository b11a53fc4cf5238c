using System.Globalization;

namespace Itgrix.Hooks.Json;

/// <summary>Times of the Asterisk server, <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
internal static class CallTime
{
    /// <summary>"Has not happened".</summary>
    public const string None = "0001-01-01 00:00:00";

    private const string Format = "yyyy-MM-dd HH:mm:ss";

    public static string Write(DateTime? time) => time?.ToString(Format, CultureInfo.InvariantCulture) ?? None;

    /// <summary><c>null</c> for <see cref="None"/> and for anything that is not a time.</summary>
    public static DateTime? Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return text.Length > 0 && text != None
            && (DateTime.TryParseExact(text, Format, culture, DateTimeStyles.None, out var time)
                || DateTime.TryParse(text, culture, DateTimeStyles.None, out time))
            && time != DateTime.MinValue
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : null;
    }
}
