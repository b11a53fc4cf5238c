using System.Net;

namespace Itgrix.Runtime.Http;

/// <summary>The <c>http</c> part of the configuration: the address that the service listens at.</summary>
internal sealed record HttpOptions : ICheckedSettings
{
    /// <summary>Loopback, unless a proxy in front runs on another machine.</summary>
    [Setting("the address of this machine to listen at; `0.0.0.0` for all", Rule = nameof(AddressOf),
        Fix = "is not an IP address: give \"127.0.0.1\", or \"0.0.0.0\" for all addresses.")]
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    [Setting("the port; 0 takes a free one, which the log names", Max = 65535)]
    public int Port { get; init; } = 8077;

    /// <summary>The certificate; <c>null</c> for no encryption.</summary>
    [Setting("the certificate with its chain, PEM, for HTTPS; read again when it is replaced",
        IsPath = true, Default = "none: no encryption")]
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key, in a PEM file.</summary>
    [Setting("its private key, PEM, without a password", IsPath = true, Default = "in the same file")]
    public string? Key
    {
        get => field ?? Certificate;
        init;
    }

    /// <summary>Where the CRM and browsers reach the service; <c>null</c>: the CRM cannot.</summary>
    [Setting("the https address at which the CRM and the browsers of its users reach this service, such as "
        + "`https://pbx.example.com`: the portal's clicks are sent there", Rule = nameof(PublicAddress),
        Fix = "is no https address without a query: give one, such as \"https://pbx.example.com\".",
        Default = "none: the CRM cannot reach it")]
    public Uri? PublicUrl { get; init; }

    /// <summary>Timeout for a client to send a request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public void Check(ConfigSection section)
    {
        if (Certificate is null && Key is not null)
            section.Mistake(
                "certificate", "is missing: name the PEM file of the certificate that http.key belongs to.");
        if (Certificate is not null && ServerCertificate.Read(Certificate, Key!) is (null, var problem))
            section.Mistake("certificate", $"cannot be used: {problem}");
    }

    private static Uri? PublicAddress(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback && address.Scheme == Uri.UriSchemeHttp)
        && address is { Query: "", Fragment: "", UserInfo: "" } ? address : null;

    // "8077" alone would be parsed as 0.0.31.141.
    private static IPAddress? AddressOf(string text) => IPAddress.TryParse(text, out var address)
        && (text.Count(letter => letter == '.') == 3 || text.Contains(':')) ? address : null;
}
