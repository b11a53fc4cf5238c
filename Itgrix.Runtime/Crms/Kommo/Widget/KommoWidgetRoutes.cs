using System.Net;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// Receives the requests of the widget in a Kommo account: <c>POST /kommo/widget/settings</c> and <c>call</c>.
/// </summary>
internal static class KommoWidgetRoutes
{
    private static readonly ILogger Log = AppLog.For("widget");

    // The CRM gives the credentials for calls to every user's browser, and does not store the password for settings.
    private const string Calls = "kommo widget calls", Settings = "kommo widget settings";

    private static readonly JsonAnswer Closed = JsonAnswer.Error(StatusCodes.Status403Forbidden, "settings_closed",
        "No settings are taken: set kommo.widget.settings_password_hash in the configuration to the line that "
        + "./run.sh password prints, for a password that only administrators know.");

    public static void AddKommoWidget(this AuthenticationBuilder access, KommoOptions account, TimeProvider time)
    {
        var widget = account.Widget!;
        // Whoever has the passwords may call as any user; the CRM's token names the user.
        if (account.ClientSecret is not null && !widget.AcceptsPassword)
        {
            foreach (var policy in new[] { Calls, Settings })
                access.AddPolicy<WidgetAccess, WidgetHandler>(policy, options =>
                    (options.Account, options.Time, options.Attempts) = (account, time, new(time)));
            return;
        }
        access.AddPolicy<BasicOptions, BasicHandler>(Calls, options =>
            (options.Password, options.Attempts) = (new(widget.Login, widget.Password), new(time)));
        access.AddPolicy<BasicOptions, BasicHandler>(Settings, options =>
        {
            (options.Closed, options.Attempts) = (Closed, new(time));
            options.Password = widget.SettingsPassword is { } hash ? new(widget.Login, hash) : null;
        });
    }

    public static void MapKommoWidget(this IEndpointRouteBuilder routes, KommoWidget widget)
    {
        Map("/kommo/widget/settings", Settings, widget.SaveAsync);
        Map("/kommo/widget/call", Calls, widget.CallAsync);

        void Map(
            string path, string policy,
            Func<JsonElement, WidgetSender, CancellationToken, Task<JsonAnswer>> answer)
        {
            routes.MapMethods(path, [HttpMethods.Options], Cors.AnswerAsync).WithMetadata(widget.Cors)
                .AllowAnonymous("a browser sends no credentials in a preflight");
            routes.MapAnswer(path, [HttpMethods.Post], async context =>
            {
                var (body, problem) = await JsonBody.ReadAsync(context);
                var sender = new WidgetSender(
                    ClientAddress.AddressOf(context), context.Features.Get<OneTimeToken>());
                if (body is { } json)
                    return await answer(json, sender, context.RequestAborted);
                WidgetLogMessages.Refused(Log, $"{sender}", $"{problem!.Body["message"]}");
                return problem;
            }).WithMetadata(widget.Cors).RequireAuthorization(policy);
        }
    }
}
