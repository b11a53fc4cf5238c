using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>
/// Reloads configuration and employees: <c>POST /pbx/reload</c>. The answer reports the changes.
/// </summary>
internal static class ReloadRoute
{
    public const string Path = "/pbx/reload";

    public static void MapReload(
        this IEndpointRouteBuilder routes, Func<CancellationToken, Task<ConfigReload>> reload) =>
        routes.MapAnswer(Path, [HttpMethods.Post], context => AnswerAsync(context, reload))
            .RequireAuthorization(Access.Local);

    private static async Task<JsonAnswer> AnswerAsync(
        HttpContext context, Func<CancellationToken, Task<ConfigReload>> reload)
    {
        // The CRMs are queried, which have limits of their own.
        RequestGuard.MayTakeLong(context);
        var result = await reload(context.RequestAborted);
        return new(result.Mistakes.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, new()
        {
            ["applied"] = List(result.Applied), ["need_restart"] = List(result.NeedRestart),
            ["mistakes"] = List(result.Mistakes),
        });
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
