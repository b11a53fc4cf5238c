using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Itgrix.Runtime.Http;

/// <summary>What all routes share: routing, access, time limits and answers to errors.</summary>
internal static class HttpServices
{
    /// <returns>Adds the policies of the routes.</returns>
    public static AuthenticationBuilder AddItgrixHttp(this IServiceCollection services) =>
        services.AddRoutingCore().AddLogging(WithoutAddresses).AddAccess();

    /// <param name="map">Adds the routes.</param>
    /// <exception cref="InvalidOperationException">A route has no access policy.</exception>
    public static void UseItgrixHttp(this WebApplication app, HttpOptions options, Action<IEndpointRouteBuilder> map)
    {
        app.Use((context, next) => RequestGuard.RunAsync(context, next, options.RequestTimeout));
        app.UseForwardedHeaders(ClientAddress.Proxies);
        app.UseRouting();
        app.Use(Cors.CheckAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        map(app);
        RouteAccess.Verify(app.Routes(), app.Services.GetRequiredService<IOptions<AuthorizationOptions>>().Value);
    }

    // Queries have tokens and signatures, and these categories of the framework log them.
    private static void WithoutAddresses(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None);

    /// <summary>All routes.</summary>
    public static IReadOnlyList<RouteEndpoint> Routes(this IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
}
