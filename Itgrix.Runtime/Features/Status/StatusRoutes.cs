using System.Text.Json.Nodes;
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

    /// <param name="admin">Authorizes readers of the status.</param>
    /// <param name="collector">Authorizes scrapers of the metrics.</param>
    public static void MapStatus(
        this IEndpointRouteBuilder routes, ServiceStatus status, IAccess admin, IAccess collector)
    {
        routes.MapMethods("/health", Read, context =>
        {
            var word = status.Health;
            return TextAsync(context, word == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
                "text/plain; charset=utf-8", word + "\n");
        });
        routes.MapMethods("/status", Read, async context =>
        {
            if (await admin.RefusalAsync(context) is { } refusal)
                await refusal.WriteAsync(context);
            else
                await StatusAsync(context, status.Describe());
        });
        routes.MapMethods("/metrics", Read, async context =>
        {
            if (await collector.RefusalAsync(context) is { } refusal)
                await refusal.WriteAsync(context);
            else
                await TextAsync(context, StatusCodes.Status200OK, MetricsText.ContentType, status.Measure());
        });
    }

    private static Task StatusAsync(HttpContext context, JsonObject all)
    {
        var (isFound, element, known) = StatusPath.Find(all, $"{context.Request.Query["path"]}");
        return isFound
            ? TextAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8",
                element?.ToJsonString() ?? "null")
            : JsonAnswer.Error(StatusCodes.Status404NotFound, "unknown_path", known.Count == 0
                ? "The path continues below a value."
                : $"There is no such element. Known names: {string.Join(", ", known.Order())}.").WriteAsync(context);
    }

    private static async Task TextAsync(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
