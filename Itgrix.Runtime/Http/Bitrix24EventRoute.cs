using Itgrix.Runtime.Bitrix24;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>Where a Bitrix24 portal sends its events: <c>POST /bitrix24/events</c>, a form.</summary>
internal static class Bitrix24EventRoute
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly FormOptions Limits = new() { ValueCountLimit = 200, KeyLengthLimit = 200, ValueLengthLimit = 4096 };

    public static void MapBitrix24Events(this IEndpointRouteBuilder routes, Bitrix24Events events) =>
        routes.MapPost("/bitrix24/events", context => AnswerAsync(context, events));

    private static async Task AnswerAsync(HttpContext context, Bitrix24Events events)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim();
        if (!FormType.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            await PlainAnswer.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType);
            return;
        }
        var form = await context.Request.ReadFormAsync(Limits, context.RequestAborted);
        var fields = form.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
        await PlainAnswer.WriteAsync(context, StatusOf(events.Take(fields)));
    }

    private static int StatusOf(EventVerdict verdict) => verdict switch
    {
        EventVerdict.Malformed => StatusCodes.Status400BadRequest,
        EventVerdict.Forbidden => StatusCodes.Status403Forbidden,
        EventVerdict.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
