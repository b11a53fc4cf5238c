using System.Net;

namespace Itgrix.Runtime.Http;

/// <summary>The <c>http</c> part of the configuration: the address that the service listens at.</summary>
internal sealed record HttpOptions
{
    /// <summary>Loopback, unless a proxy in front runs on another machine.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; } = 8077;

    /// <summary>The certificate, with its chain, in a PEM file; <c>null</c> for no encryption.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key, in a PEM file.</summary>
    public string? Key { get; init; }

    /// <summary>Timeout for a client to send a request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
