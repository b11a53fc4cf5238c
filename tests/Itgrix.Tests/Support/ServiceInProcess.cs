using Itgrix.Runtime.Http;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>The service within this process; nothing else in tests composes it.</summary>
internal sealed class ServiceInProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Connector _connector;
    private readonly Task _running;

    private ServiceInProcess(ItgrixConfig config)
    {
        _connector = new(config, TimeProvider.System);
        _running = _connector.RunAsync(() => { }, _stop.Token);
    }

    public ConnectorHttp Http => _connector.Http!;

    /// <summary>Starts it, and waits until it listens.</summary>
    public static async Task<ServiceInProcess> StartAsync(string config)
    {
        var service = new ServiceInProcess(ItgrixConfig.Load(config));
        await Eventually.TrueAsync(() => service._connector.Http is not null || service._running.IsCompleted);
        if (service._connector.Http is null)
            await service._running;
        return service;
    }

    /// <summary>Runs it until it is cancelled.</summary>
    public static Task RunAsync(ItgrixConfig config, TimeProvider time, Action follows, CancellationToken stop) =>
        new Connector(config, time).RunAsync(follows, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
