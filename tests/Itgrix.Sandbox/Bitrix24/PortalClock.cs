using System.Globalization;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Times in Bitrix24's format.</summary>
internal static class PortalClock
{
    public static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
