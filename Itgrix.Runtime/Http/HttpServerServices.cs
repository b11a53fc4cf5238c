using Itgrix.Runtime.Platform.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Http;

/// <summary>Registers the HTTP server, and the work that goes on after an answer.</summary>
internal static class HttpServerServices
{
    /// <param name="services">The services.</param>
    /// <param name="options">Where it listens.</param>
    /// <param name="access">Adds the policies of the routes.</param>
    /// <param name="map">Adds the routes, when the parts before it have started.</param>
    /// <param name="listens">Called once it listens.</param>
    public static IServiceCollection AddHttp(
        this IServiceCollection services, HttpOptions options,
        Action<IServiceProvider, AuthenticationBuilder> access, Action<IServiceProvider, IEndpointRouteBuilder> map,
        Action listens) =>
        services
            .AddSingleton(provider => new BackgroundWorkQueue(provider.GetRequiredService<TimeProvider>()))
            .AddPart<BackgroundWorkQueue>("calls of clicks", (work, stop) => work.RunAsync(stop))
            .AddSingleton(provider => new HttpServer(
                options, policies => access(provider, policies), routes => map(provider, routes), listens))
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<HttpServer>());
}
