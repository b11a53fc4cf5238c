using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>A host lives as long as its caller wants; the command handles the signals.</summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
