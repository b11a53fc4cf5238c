using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Requests that a page of another site makes in the administrator's browser, which adds the login by itself.
/// </summary>
internal static class CrossSite
{
    public static readonly JsonAnswer Refusal = JsonAnswer.Error(StatusCodes.Status403Forbidden, "cross_site",
        "A page of another site sent this request: use curl, or run.sh on the service's machine.");

    /// <summary>
    /// Whether a page of another site requests a change. Programs such as curl send none of the headers.
    /// </summary>
    public static bool IsChange(HttpContext context)
    {
        // Routes that change something take POST, and some GET for the same.
        if (context.GetEndpoint()?.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post)
            != true)
            return false;
        var headers = context.Request.Headers;
        return headers["Sec-Fetch-Site"] is { Count: > 0 } site
            ? site != "same-origin" && site != "none"
            : IsForeign(headers.Origin, context.Request.Host) || IsForeign(headers.Referer, context.Request.Host);
    }

    // A browser sends Sec-Fetch-Site only over https or to this machine.
    private static bool IsForeign(StringValues page, HostString host) => page.Count > 0
        && !(Uri.TryCreate(page, UriKind.Absolute, out var address)
            && address.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase));
}
