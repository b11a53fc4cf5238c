using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>
/// Describes the HTTP interface: <c>GET /openapi.json</c>. The document is a file, because the framework's generator
/// describes none of these handlers, which read and write requests themselves.
/// </summary>
internal static class OpenApiRoute
{
    /// <summary>Opens the document.</summary>
    public static Stream Open() => typeof(OpenApiRoute).Assembly.GetManifestResourceStream("openapi.json")!;

    // For the administrator: to others a server need not tell what it is.
    public static void MapOpenApi(this IEndpointRouteBuilder routes) => routes.MapGet("/openapi.json", async context =>
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var document = Open();
        await document.CopyToAsync(context.Response.Body, context.RequestAborted);
    }).RequireAuthorization(Access.Admin);
}
