using System.Net;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>The client of a request. Only a proxy on this machine is trusted to name another client.</summary>
internal static class ClientAddress
{
    private const string Address = "X-Forwarded-For", Protocol = "X-Forwarded-Proto";

    /// <summary>The connection is encrypted all the way from the client.</summary>
    public static bool IsEncrypted(HttpContext context)
    {
        if (context.Request.IsHttps)
            return true;
        // A proxy that does not report the client's scheme may have been asked without encryption.
        return IsHere(context) && (Last(context, Protocol) is { } protocol
            ? protocol.Equals("https", StringComparison.OrdinalIgnoreCase)
            : !context.Request.Headers.ContainsKey(Address));
    }

    public static IPAddress AddressOf(HttpContext context)
    {
        if (IsHere(context) && IPEndPoint.TryParse(Last(context, Address) ?? "", out var forwarded))
            return Plain(forwarded.Address);
        return Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
    }

    private static bool IsHere(HttpContext context) =>
        IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // Each proxy appends an entry: all but the last one may be forged by the client.
    private static string? Last(HttpContext context, string header) =>
        context.Request.Headers[header].LastOrDefault()?.Split(',')[^1].Trim();
}
