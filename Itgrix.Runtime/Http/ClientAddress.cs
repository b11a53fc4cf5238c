using System.Net;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Who sent a request. A proxy on this machine says for whom it speaks; nobody else is believed.</summary>
internal static class ClientAddress
{
    private const string Address = "X-Forwarded-For", Protocol = "X-Forwarded-Proto";

    /// <summary>Nobody on the way could read the request.</summary>
    public static bool IsEncrypted(HttpContext context)
    {
        if (context.Request.IsHttps)
            return true;
        // A proxy that does not say how it was asked may have been asked in the open.
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

    // Each proxy adds to the end: what stands before the last one, the sender may have made up.
    private static string? Last(HttpContext context, string header) =>
        context.Request.Headers[header].LastOrDefault()?.Split(',')[^1].Trim();
}
