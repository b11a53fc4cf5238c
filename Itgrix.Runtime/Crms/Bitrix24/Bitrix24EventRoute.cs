using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Receives events of a Bitrix24 portal: <c>POST /bitrix24/events</c>, a form.</summary>
internal static class Bitrix24EventRoute
{
    public const string Path = "/bitrix24/events";

    public static void MapBitrix24Events(this IEndpointRouteBuilder routes, Bitrix24Events events) =>
        routes.MapAnswer(Path, [HttpMethods.Post], context => Task.FromResult(
            new PlainAnswer(StatusOf(events.Take(context.Features.GetRequiredFeature<Bitrix24Event>())))))
            .RequireAuthorization(Bitrix24EventAccess.Policy);

    private static int StatusOf(EventVerdict verdict) => verdict switch
    {
        EventVerdict.Malformed => StatusCodes.Status400BadRequest,
        EventVerdict.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
