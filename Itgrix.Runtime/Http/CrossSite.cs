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

    /// <summary>The page that sent the request, as far as the browser names it, for the log.</summary>
    public static string PageOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        var page = headers.Origin is [{ Length: > 0 } origin] && origin != "null" ? origin : $"{headers.Referer}";
        return page.Length > 0 ? PrintableText.Short(page, 100) : "a page that is not named";
    }

    // A browser sends Sec-Fetch-Site only over https or to this machine.
    private static bool IsForeign(StringValues page, HostString host) => page.Count > 0
        && !(Uri.TryCreate(page, UriKind.Absolute, out var address)
            && address.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase));
}
