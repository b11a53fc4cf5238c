using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Creates the HTTP client of a CRM: certificates are checked, the proxy is that of the settings or the environment,
/// redirects are off.
/// </summary>
internal static class CrmHttp
{
    // A server closes idle connections after 15 to 75 seconds; a request sent at that moment would be lost.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    // A changed DNS record takes effect after this time.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <param name="connectTimeout">The timeout of a connection.</param>
    /// <param name="way">Authorities and proxy; <c>null</c>: those of the system.</param>
    public static HttpClient Create(TimeSpan connectTimeout, CrmConnection? way = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = connectTimeout,
            PooledConnectionIdleTimeout = Idle,
            PooledConnectionLifetime = Lifetime,
            UseCookies = false,
        };
        if (way?.WebProxy() is { } proxy)
            handler.Proxy = proxy;
        if (way?.Authorities() is { Count: > 0 } authorities)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
                errors == SslPolicyErrors.None || IsIssuedBy(authorities, shown, errors);
        // The caller sets the timeout of a request with its token.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Itgrix");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }

    // The host's name is checked all the same.
    private static bool IsIssuedBy(
        X509Certificate2Collection authorities, X509Certificate? shown, SslPolicyErrors errors)
    {
        if (shown is null || errors != SslPolicyErrors.RemoteCertificateChainErrors)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(authorities);
        // An authority of a company has no lists of revoked certificates that could be read from here.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var own = X509CertificateLoader.LoadCertificate(shown.GetRawCertData());
        return chain.Build(own);
    }
}
