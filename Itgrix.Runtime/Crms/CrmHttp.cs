using System.Net;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Creates the HTTP client of a CRM: certificates are checked, proxies come from the environment, redirects are off.
/// </summary>
internal static class CrmHttp
{
    // A server closes idle connections after 15 to 75 seconds; a request sent at that moment would be lost.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    // A changed DNS record takes effect after this time.
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
        // The caller sets the timeout of a request with its token.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Itgrix");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }
}
