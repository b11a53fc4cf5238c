using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>
/// Routes an incoming call for the dialplan: <c>GET</c> or <c>POST /pbx/autodistribution</c>. The answer is one line,
/// <c>itgrix|NUMBER|NAME</c>, or nothing.
/// </summary>
/// <param name="token">The dialplan's token.</param>
/// <param name="ask">Routes the call.</param>
internal sealed class RoutingRoute(
    Secret token, Func<RoutingRequest, CancellationToken, Task<RoutingSettings>> ask, TimeProvider time)
{
    private readonly ThrottledToken _token = new(token, time);

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/pbx/autodistribution", [HttpMethods.Get, HttpMethods.Post], AnswerAsync);

    /// <summary>
    /// The answer for the dialplan. Its first word distinguishes it from another answer, such as a proxy's error page.
    /// </summary>
    public static string Text(RoutingSettings answer) => answer.IsNone ? "" : $"itgrix|{answer.Number}|{answer.Name}";

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await RoutingForm.ReadAsync(context);
        if (Refusal(context, form) is { } status)
        {
            await PlainAnswer.WriteAsync(context, status);
            return;
        }
        if (form.Request() is not { } request)
        {
            await PlainAnswer.WriteAsync(context, StatusCodes.Status400BadRequest);
            return;
        }
        var answer = await ask(request, context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(Text(answer), context.RequestAborted);
    }

    private int? Refusal(HttpContext context, RoutingForm form)
    {
        var address = ClientAddress.AddressOf(context);
        if (_token.LetsIn(address, form.Token, out var delay))
            return null;
        if (delay is not null)
            return StatusCodes.Status429TooManyRequests;
        RoutingLogMessages.Forged(address.ToString());
        return StatusCodes.Status403Forbidden;
    }
}
