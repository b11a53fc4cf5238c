using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// Where the widget in a Kommo account sends what it has to say: <c>POST /kommo/widget/settings</c> and <c>call</c>.
/// </summary>
internal static class KommoWidgetRoutes
{
    public static void MapKommoWidget(this IEndpointRouteBuilder routes, KommoWidget widget)
    {
        routes.MapJson("/kommo/widget/settings", widget.Cors, widget.SettingsAccess, widget.SaveAsync);
        routes.MapJson("/kommo/widget/call", widget.Cors, widget.CallAccess, widget.CallAsync);
    }
}
