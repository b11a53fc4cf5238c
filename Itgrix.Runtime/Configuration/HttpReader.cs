using System.Net;

namespace Itgrix.Runtime.Configuration;

/// <summary>Reads the <c>http</c> part.</summary>
internal static class HttpReader
{
    public static HttpOptions Read(ConfigSection section)
    {
        var defaults = new HttpOptions();
        var options = defaults with
        {
            Address = Address(section) ?? defaults.Address,
            Port = (int)(section.Number("port", 1, 65535, "a port") ?? defaults.Port),
        };
        section.RejectUnknown();
        return options;
    }

    private static IPAddress? Address(ConfigSection section)
    {
        if (section.Text("address") is not { } text)
            return null;
        // "8077" alone would be read as 0.0.31.141.
        if (IPAddress.TryParse(text, out var address) && (text.Count(letter => letter == '.') == 3 || text.Contains(':')))
            return address;
        section.Mistake("address", "is no IP address: give \"127.0.0.1\", or \"0.0.0.0\" for all of this machine.");
        return null;
    }
}
