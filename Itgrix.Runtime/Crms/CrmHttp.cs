using System.Net;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Makes the one HTTP client of a CRM: certificates checked, proxies from the environment, no redirects.
/// </summary>
internal static class CrmHttp
{
    // A server closes idle connections after 15 to 75 seconds; a request sent just then would be lost.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    // So that a changed address in the DNS is noticed.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static HttpClient Create(TimeSpan connectTimeout)
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
        // How long a request may take is the caller's to say, by a token.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Itgrix");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }
}
