using System.Net;
using System.Net.Security;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Native;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Itgrix.Runtime.Http;

/// <summary>
/// The HTTP server. No other type touches ASP.NET, so that a service without HTTP does not load it.
/// </summary>
internal sealed class ConnectorHttp : IAsyncDisposable
{
    private static readonly ILogger Log = AppLog.For("http");

    private const int MaxConnections = 256, MinConnections = 16;

    // Descriptors for hooks, databases, Asterisk and CRMs: connections must not use them up.
    private const int OtherDescriptors = 270;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private ConnectorHttp(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>All routes.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => _app.Routes();

    /// <param name="access">Adds the policies of the routes.</param>
    /// <param name="map">Adds the routes.</param>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    public static async Task<ConnectorHttp> StartAsync(
        HttpOptions options, Action<AuthenticationBuilder> access, Action<IEndpointRouteBuilder> map,
        CancellationToken token)
    {
        // Empty: no settings from the environment or from files beside the program.
        var builder = WebApplication.CreateEmptyBuilder(new());
        access(builder.Services.AddHostOfCaller().AddItgrixHttp());
        var certificate = options.Certificate is { } file
            ? new ServerCertificate(file, options.Key ?? file, TimeProvider.System) : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options, certificate));
        var app = builder.Build();
        app.UseItgrixHttp(options, map);
        try
        {
            await app.StartAsync(token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await app.DisposeAsync();
            throw new IOException(
                $"HTTP cannot listen at {new IPEndPoint(options.Address, options.Port)}: {error.Message} "
                + "Change http.address or http.port in the configuration, or end the program that listens there.",
                error);
        }
        var http = new ConnectorHttp(app);
        HttpLogMessages.Listening(Log, http.Address);
        return http;
    }

    /// <summary>Accepts no more requests, and finishes those in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, HttpOptions options, ServerCertificate? certificate)
    {
        var connections = (int)Math.Clamp(
            ResourceLimits.OpenFiles - OtherDescriptors, MinConnections, MaxConnections);
        // Connections do not begin in the context of who started the server.
        var log = AppLog.Current;
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                AppLog.Use(log);
                return next(connection);
            });
            listen.Use(new PerAddressConnectionLimit(connections / 2, connections * 3 / 4).Before);
            if (certificate is not null)
                listen.UseHttps(Encryption(certificate, options.RequestTimeout));
        });
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = 64 << 10;
        limits.MaxRequestLineSize = 8 << 10;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = connections;
        limits.RequestHeadersTimeout = options.RequestTimeout;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
    }

    private static TlsHandshakeCallbackOptions Encryption(ServerCertificate certificate, TimeSpan limit) => new()
    {
        HandshakeTimeout = limit,
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current,
        }),
    };
}
