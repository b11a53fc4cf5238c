using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Allows the pages of one origin, and of no other, to call a route from a browser. The framework's middleware would
/// serve the request of another page, and does not know private networks.
/// </summary>
internal sealed class Cors(Uri site)
{
    private static readonly JsonAnswer Foreign = JsonAnswer.Error(StatusCodes.Status403Forbidden, "foreign_page",
        "A page of another origin: only pages of the configured account are allowed.");

    private readonly string _origin = site.GetLeftPart(UriPartial.Authority);

    /// <summary>Refuses requests from another page to a route that allows only one origin.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Cors>()?.Allows(context) == false
            ? Foreign.ExecuteAsync(context) : next(context);

    // Lets the page read the answer. Programs send no origin.
    private bool Allows(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        if (origin.Count > 1 || !_origin.Equals(origin[0], StringComparison.OrdinalIgnoreCase))
            return false;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
        context.Response.Headers.AccessControlExposeHeaders = "Retry-After";
        return true;
    }

    /// <summary>Answers a preflight request.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Auth-Token";
        headers.AccessControlMaxAge = "600";
        // The service is in the company's network, the page is not.
        if (context.Request.Headers.ContainsKey("Access-Control-Request-Private-Network"))
            headers["Access-Control-Allow-Private-Network"] = "true";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

}
