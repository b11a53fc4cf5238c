using System.Net;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>Reads the <c>http</c> part.</summary>
internal static class HttpReader
{
    public static HttpOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new HttpOptions();
        var (certificate, key) = Certificate(section, baseFolder);
        var options = defaults with
        {
            Address = Address(section) ?? defaults.Address,
            Port = (int)(section.Number("port", 0, 65535, "a port, 0 for a free one,") ?? defaults.Port),
            Certificate = certificate,
            Key = key,
        };
        section.RejectUnknown();
        return options;
    }

    private static (string? Certificate, string? Key) Certificate(ConfigSection section, string baseFolder)
    {
        var (certificate, key) = (Path(section.Text("certificate")), Path(section.Text("key")));
        if (certificate is null && key is not null)
            section.Mistake(
                "certificate", "is missing: name the PEM file of the certificate that http.key belongs to.");
        if (certificate is null)
            return default;
        // One file may hold both.
        key ??= certificate;
        if (ServerCertificate.Read(certificate, key) is (null, var problem))
            section.Mistake("certificate", $"cannot be used: {problem}");
        return (certificate, key);

        string? Path(string? text) => text is null ? null : System.IO.Path.GetFullPath(text, baseFolder);
    }

    private static IPAddress? Address(ConfigSection section)
    {
        if (section.Text("address") is not { } text)
            return null;
        // "8077" alone would be parsed as 0.0.31.141.
        if (IPAddress.TryParse(text, out var address)
            && (text.Count(letter => letter == '.') == 3 || text.Contains(':')))
            return address;
        section.Mistake("address", "is not an IP address: give \"127.0.0.1\", or \"0.0.0.0\" for all addresses.");
        return null;
    }
}
