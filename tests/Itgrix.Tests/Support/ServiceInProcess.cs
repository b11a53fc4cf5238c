using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Tests.Support;

/// <summary>The service within this process; nothing else in tests composes it.</summary>
internal sealed class ServiceInProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpServer _http;
    private readonly Task _running;

    private ServiceInProcess(ItgrixConfig config)
    {
        var host = ServiceHost.Create(config, TimeProvider.System);
        _http = host.Services.GetRequiredService<HttpServer>();
        _running = host.RunAsync(() => { }, _stop.Token);
    }

    public ConnectorHttp Http => _http.Listening!;

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<ServiceInProcess> StartAsync(string config)
    {
        var service = new ServiceInProcess(ItgrixConfig.Load(config));
        await Eventually.TrueAsync(() => service._http.Listening is not null || service._running.IsCompleted);
        if (service._http.Listening is null)
            await service._running;
        return service;
    }

    /// <summary>Runs it until it is cancelled.</summary>
    public static Task RunAsync(ItgrixConfig config, TimeProvider time, Action follows, CancellationToken stop) =>
        ServiceHost.Create(config, time).RunAsync(follows, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
