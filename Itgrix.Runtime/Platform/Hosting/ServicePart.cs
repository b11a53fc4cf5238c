using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>A part that runs until the service stops; when it fails, the service stops.</summary>
/// <param name="services">Makes the part, when the parts before it have started.</param>
/// <param name="run">Runs the part.</param>
internal sealed class ServicePart<T>(IServiceProvider services, Func<T, CancellationToken, Task> run) : IHostedService
    where T : notnull
{
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(services.GetRequiredService<T>(), services.GetRequiredService<ServiceEnd>());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _running.WaitAsync(cancellationToken);

    private async Task RunAsync(T part, ServiceEnd end)
    {
        try
        {
            await run(part, end.Token);
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception error)
        {
            end.Fail(error);
        }
    }
}
