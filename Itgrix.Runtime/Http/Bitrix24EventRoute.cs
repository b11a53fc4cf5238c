using System.Text;
using Itgrix.Runtime.Bitrix24;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Runtime.Http;

/// <summary>Where a Bitrix24 portal sends its events: <c>POST /bitrix24/events</c>, a form.</summary>
internal static class Bitrix24EventRoute
{
    private const string FormType = "application/x-www-form-urlencoded";

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
        await PlainAnswer.WriteAsync(context, StatusOf(events.Take(await ReadAsync(context))));
    }

    // The form that ASP.NET reads itself closes the connection without a word when it takes too long.
    private static async Task<IEnumerable<KeyValuePair<string, string>>> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var form = new FormReader(Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)))
        {
            ValueCountLimit = 200, KeyLengthLimit = 200, ValueLengthLimit = 4096,
        };
        return form.ReadForm().SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
    }

    private static int StatusOf(EventVerdict verdict) => verdict switch
    {
        EventVerdict.Malformed => StatusCodes.Status400BadRequest,
        EventVerdict.Forbidden => StatusCodes.Status403Forbidden,
        EventVerdict.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
