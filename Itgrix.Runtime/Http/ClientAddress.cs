using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Itgrix.Runtime.Http;

/// <summary>The client of a request. Only a proxy on this machine is trusted to name another client.</summary>
internal static class ClientAddress
{
    private static readonly string[] Forwarded =
    [
        ForwardedHeadersDefaults.XForwardedForHeaderName, ForwardedHeadersDefaults.XForwardedProtoHeaderName,
        ForwardedHeadersDefaults.XOriginalForHeaderName, ForwardedHeadersDefaults.XOriginalProtoHeaderName,
    ];

    /// <summary>
    /// Each proxy appends an entry: all but the last one may be forged by the client. Known proxies are those of the
    /// loopback addresses, the framework's default.
    /// </summary>
    public static ForwardedHeadersOptions Proxies => new()
    {
        ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1,
    };

    /// <summary>
    /// The connection is encrypted all the way from the client. A proxy that does not report the client's scheme may
    /// have been asked without encryption.
    /// </summary>
    public static bool IsEncrypted(HttpContext context) => context.Request.IsHttps
        || (IPAddress.IsLoopback(AddressOf(context)) && !Forwarded.Any(context.Request.Headers.ContainsKey));

    /// <summary>
    /// The address was named by a proxy, or by a program on this machine that may name any. A client elsewhere that
    /// claims it gains nothing.
    /// </summary>
    public static bool IsForwarded(HttpContext context) =>
        context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName);

    public static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
