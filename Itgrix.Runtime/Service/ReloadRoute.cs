using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>
/// Reloads configuration and employees: <c>POST /pbx/reload</c>. The answer reports the changes.
/// </summary>
internal sealed class ReloadRoute(Func<CancellationToken, Task<ConfigReload>> reload, IAccess access)
{
    public const string Path = "/pbx/reload";

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async context => await (await AnswerAsync(context)).WriteAsync(context));

    private async Task<JsonAnswer> AnswerAsync(HttpContext context)
    {
        if (await access.RefusalAsync(context) is { } refusal)
            return refusal;
        // The CRMs are queried, which have limits of their own.
        PlainAnswer.MayTakeLong(context);
        var result = await reload(context.RequestAborted);
        return new(result.Mistakes.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, new()
        {
            ["applied"] = List(result.Applied), ["need_restart"] = List(result.NeedRestart),
            ["mistakes"] = List(result.Mistakes),
        });
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
