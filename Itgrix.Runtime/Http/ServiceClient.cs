using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Itgrix.Runtime.Http;

/// <summary>Asks the service that runs on this machine.</summary>
internal static class ServiceClient
{
    public static HttpClient Create(HttpOptions options)
    {
        var host = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : options.Address;
        var handler = new SocketsHttpHandler { UseProxy = false };
        if (options.Certificate is { } certificate)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => IsOurs(shown, certificate);
        var scheme = options.Certificate is null ? "http" : "https";
        return new HttpClient(handler) { BaseAddress = new($"{scheme}://{new IPEndPoint(host, options.Port)}") };
    }

    // The certificate's name is not that of this machine's own address.
    private static bool IsOurs(X509Certificate? shown, string file)
    {
        using var ours = X509CertificateLoader.LoadCertificateFromFile(file);
        return shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(ours.RawDataMemory.Span);
    }
}
