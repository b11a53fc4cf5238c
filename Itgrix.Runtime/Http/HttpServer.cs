using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Http;

/// <summary>The HTTP server as a part of the service.</summary>
internal sealed class HttpServer(
    HttpOptions options, Action<AuthenticationBuilder> access, Action<IEndpointRouteBuilder> map, Action listens)
    : IHostedService
{
    /// <summary>Address and routes; <c>null</c> before it listens.</summary>
    public ConnectorHttp? Listening { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var http = await ConnectorHttp.StartAsync(options, access, map, cancellationToken);
        listens();
        Listening = http;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Listening is { } http)
            await http.DisposeAsync();
    }
}
