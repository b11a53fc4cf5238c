using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms;

/// <summary>Adds routes by which a CRM connects its account, and their access.</summary>
internal static class ConnectRoutes
{
    public static void AddConnecting(
        this AuthenticationBuilder access, string policy, TimeProvider time,
        Func<HttpContext, Task<ConnectPage>> accept) =>
        access.AddPolicy<ConnectAccess, ConnectHandler>(
            policy, options => (options.AcceptAsync, options.Attempts) = (accept, new(time)));

    public static void MapConnecting(
        this IEndpointRouteBuilder routes, string path, string policy, params IEnumerable<string> methods) =>
        routes.MapAnswer(path, methods, context => Task.FromResult(
            context.Features.GetRequiredFeature<ConnectPage>())).RequireAuthorization(policy);
}
