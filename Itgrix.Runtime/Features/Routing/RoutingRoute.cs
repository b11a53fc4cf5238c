using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>
/// Routes an incoming call for the dialplan: <c>GET</c> or <c>POST /pbx/autodistribution</c>. The answer is one line,
/// <c>itgrix|NUMBER|NAME</c>, or nothing.
/// </summary>
internal static class RoutingRoute
{
    private static readonly ILogger Log = AppLog.For("distribution");

    private const string Policy = "dialplan";

    /// <param name="token">The dialplan's token.</param>
    public static void AddAccess(AuthenticationBuilder access, Secret token, TimeProvider time) =>
        access.AddToken(Policy, token, time, options =>
        {
            options.Presented = async context =>
            {
                var form = await RoutingForm.ReadAsync(context);
                context.Features.Set(form);
                return form.Token;
            };
            options.Wrong = (_, address) =>
            {
                RoutingLogMessages.Forged(Log, address.ToString());
                return PlainAnswer.Forbidden;
            };
            options.TooMany = _ => new PlainAnswer(StatusCodes.Status429TooManyRequests);
        });

    /// <param name="ask">Routes the call.</param>
    public static void MapRouting(
        this IEndpointRouteBuilder routes, Func<RoutingRequest, CancellationToken, Task<RoutingSettings>> ask) =>
        routes.MapMethods("/pbx/autodistribution", [HttpMethods.Get, HttpMethods.Post],
            context => AnswerAsync(context, ask)).RequireAuthorization(Policy);

    /// <summary>
    /// The answer for the dialplan. Its first word distinguishes it from another answer, such as a proxy's error page.
    /// </summary>
    public static string Text(RoutingSettings answer) => answer.IsNone ? "" : $"itgrix|{answer.Number}|{answer.Name}";

    private static async Task AnswerAsync(
        HttpContext context, Func<RoutingRequest, CancellationToken, Task<RoutingSettings>> ask)
    {
        if (context.Features.Get<RoutingForm>()?.Request() is not { } request)
        {
            await new PlainAnswer(StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }
        var answer = await ask(request, context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(Text(answer), context.RequestAborted);
    }
}
