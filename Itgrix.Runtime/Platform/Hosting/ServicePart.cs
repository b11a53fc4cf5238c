using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>
/// Parts of one kind, which run until it is their turn to stop; when one fails, the service stops.
/// </summary>
/// <param name="name">What they are, for the log.</param>
/// <param name="services">Makes the parts, when those before them have started.</param>
/// <param name="run">Runs a part.</param>
internal sealed class ServicePart<T>(string name, IServiceProvider services, Func<T, CancellationToken, Task> run)
    : IHostedService, IDisposable
    where T : notnull
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    private readonly CancellationTokenSource _stop = new();
    private Task? _running;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(services.GetServices<T>().Select(RunAsync));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is null)
            return;
        var clock = services.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        ConnectorLogMessages.PartStopped(Log, name, clock.GetElapsedTime(began));
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(T part)
    {
        try
        {
            await run(part, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception error)
        {
            services.GetRequiredService<ServiceEnd>().Fail(error);
        }
    }
}
