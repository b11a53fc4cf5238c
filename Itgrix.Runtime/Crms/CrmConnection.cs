using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Itgrix.Runtime.Crms;

/// <summary>The way to a CRM that is not simply on the internet.</summary>
internal sealed record CrmConnection : ICheckedSettings
{
    /// <summary>By default that of the environment.</summary>
    public static readonly CrmConnection Direct = new();

    [Setting("a PEM file with certificates of authorities that are trusted beside those of the system, as for a boxed "
        + "portal in the company's network", Name = "ca_file", IsPath = true, Default = "those of the system")]
    public string? CaFile { get; init; }

    [Setting("the proxy for requests to the CRM, such as `http://proxy.example.com:3128`, with a login before the host "
        + "where it wants one", Rule = nameof(ProxyMistake), Default = "`HTTPS_PROXY` of the environment")]
    public Secret? Proxy { get; init; }

    public void Check(ConfigSection section)
    {
        try
        {
            Authorities();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            section.Mistake("ca_file", $"cannot be used: {error.Message} Name a PEM file with certificates.");
        }
    }

    /// <summary>The proxy; <c>null</c>: as the environment says.</summary>
    public WebProxy? WebProxy()
    {
        if (Proxy is null)
            return null;
        var address = new Uri(Proxy.Reveal());
        var login = Uri.UnescapeDataString(address.UserInfo).Split(':', 2);
        return new(new Uri(address.GetLeftPart(UriPartial.Scheme) + address.Authority.Split('@')[^1]))
        {
            Credentials = address.UserInfo.Length == 0 ? null
                : new NetworkCredential(login[0], login.ElementAtOrDefault(1) ?? ""),
        };
    }

    /// <summary>The authorities that are trusted beside those of the system.</summary>
    /// <exception cref="IOException">There are none in the file.</exception>
    public X509Certificate2Collection Authorities()
    {
        var found = new X509Certificate2Collection();
        if (CaFile is null)
            return found;
        found.ImportFromPemFile(CaFile);
        return found.Count > 0 ? found : throw new IOException($"{CaFile} holds no certificate.");
    }

    // The address may have a password, so a message never contains it.
    private static string? ProxyMistake(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" && address.AbsolutePath == "/" && address.Query.Length == 0
            ? null : "is no address of a proxy: give it as http://proxy.example.com:3128.";
}
