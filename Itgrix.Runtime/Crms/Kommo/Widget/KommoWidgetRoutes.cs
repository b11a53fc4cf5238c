using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// Receives the requests of the widget in a Kommo account: <c>POST /kommo/widget/settings</c> and <c>call</c>.
/// </summary>
internal static class KommoWidgetRoutes
{
    public static void MapKommoWidget(this IEndpointRouteBuilder routes, KommoWidget widget)
    {
        routes.MapJson("/kommo/widget/settings", widget.Cors, widget.SettingsAccess, widget.SaveAsync);
        routes.MapJson("/kommo/widget/call", widget.Cors, widget.CallAccess, widget.CallAsync);
    }
}
