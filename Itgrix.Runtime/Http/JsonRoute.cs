using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>A route that takes a JSON object from an authenticated program.</summary>
internal static class JsonRoute
{
    /// <param name="cors">The allowed origins.</param>
    /// <param name="access">Authorizes the request.</param>
    /// <param name="answer">Handles the body and the client's address.</param>
    public static void MapJson(
        this IEndpointRouteBuilder routes, string path, Cors cors, IAccess access,
        Func<JsonElement, IPAddress, CancellationToken, Task<JsonAnswer>> answer)
    {
        routes.MapMethods(path, [HttpMethods.Options], cors.AnswerAsync);
        routes.MapPost(path, async context => await (await AnswerAsync(context)).WriteAsync(context));

        async Task<JsonAnswer> AnswerAsync(HttpContext context)
        {
            if (!cors.Allows(context))
                return Cors.Foreign;
            if (await access.RefusalAsync(context) is { } refusal)
                return refusal;
            var (body, problem) = await JsonBody.ReadAsync(context);
            return body is { } json
                ? await answer(json, ClientAddress.AddressOf(context), context.RequestAborted) : problem!;
        }
    }
}
