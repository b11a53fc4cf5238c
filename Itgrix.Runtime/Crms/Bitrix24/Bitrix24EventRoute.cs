using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Receives events of a Bitrix24 portal: <c>POST /bitrix24/events</c>, a form.</summary>
internal static class Bitrix24EventRoute
{
    public static void MapBitrix24Events(this IEndpointRouteBuilder routes, Bitrix24Events events) =>
        routes.MapPost("/bitrix24/events", async context => await PlainAnswer.WriteAsync(
            context, FormBody.IsForm(context)
                ? StatusOf(events.Take(await FormBody.ReadAsync(context)))
                : StatusCodes.Status415UnsupportedMediaType));

    private static int StatusOf(EventVerdict verdict) => verdict switch
    {
        EventVerdict.Malformed => StatusCodes.Status400BadRequest,
        EventVerdict.Forbidden => StatusCodes.Status403Forbidden,
        EventVerdict.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
