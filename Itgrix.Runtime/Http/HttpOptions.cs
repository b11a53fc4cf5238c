using System.Net;

namespace Itgrix.Runtime.Http;

/// <summary>The <c>http</c> part of the configuration: where the service listens.</summary>
internal sealed record HttpOptions
{
    /// <summary>This machine only, unless a proxy in between is elsewhere.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = 8077;

    /// <summary>The certificate, with its chain, in a PEM file; <c>null</c> for no encryption.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key, in a PEM file.</summary>
    public string? Key { get; init; }

    /// <summary>How long a client may take to send a request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
