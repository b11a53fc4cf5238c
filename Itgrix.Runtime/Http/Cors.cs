using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Http;

/// <summary>Allows the pages of one origin, and of no other, to call the service from a browser.</summary>
internal sealed class Cors(Uri site)
{
    private readonly string _origin = site.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// Checks the origin, and lets the page read the answer. Programs send no origin.
    /// </summary>
    public bool Allows(HttpContext context)
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
    public Task AnswerAsync(HttpContext context)
    {
        if (!Allows(context))
            return Foreign.WriteAsync(context);
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type";
        headers.AccessControlMaxAge = "600";
        // The service is in the company's network, the page is not.
        if (context.Request.Headers.ContainsKey("Access-Control-Request-Private-Network"))
            headers["Access-Control-Allow-Private-Network"] = "true";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static JsonAnswer Foreign { get; } = JsonAnswer.Error(StatusCodes.Status403Forbidden, "foreign_page",
        "A page of another origin: only pages of the configured account are allowed.");
}
