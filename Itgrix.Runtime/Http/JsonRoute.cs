using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>A route for a program that sends a JSON object, and is let in only with login and password.</summary>
internal static class JsonRoute
{
    /// <param name="cors">Whose pages may ask.</param>
    /// <param name="access">Who is let in.</param>
    /// <param name="answer">Takes what was sent, and from where.</param>
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
