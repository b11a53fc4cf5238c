using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.Status;

/// <summary>
/// Monitoring of the service: <c>GET /status</c> for people, <c>/metrics</c> for Prometheus, and <c>/health</c>,
/// which is public and returns one word.
/// </summary>
internal static class StatusRoutes
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapStatus(this IEndpointRouteBuilder routes, ServiceStatus status)
    {
        routes.MapMethods("/health", Read, context =>
        {
            var word = status.Health;
            var isHealthy = word is "ok" or "warning";
            return TextAsync(context,
                isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
                "text/plain; charset=utf-8", word + "\n");
        }).AllowAnonymous("it is for probes without credentials, and is one word");
        routes.MapMethods("/status", Read, context => StatusAsync(context, status.Describe()))
            .RequireAuthorization(Access.Admin);
        routes.MapMethods("/metrics", Read, context =>
            TextAsync(context, StatusCodes.Status200OK, MetricsText.ContentType, status.Measure()))
            .RequireAuthorization(Access.Metrics);
    }

    private static Task StatusAsync(HttpContext context, JsonObject all)
    {
        var (isFound, element, known) = StatusPath.Find(all, $"{context.Request.Query["path"]}");
        return isFound
            ? TextAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8",
                element?.ToJsonString() ?? "null")
            : JsonAnswer.Error(StatusCodes.Status404NotFound, "unknown_path", known.Count == 0
                ? "The path continues below a value."
                : $"There is no such element. Known names: {string.Join(", ", known.Order())}.").ExecuteAsync(context);
    }

    private static async Task TextAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
