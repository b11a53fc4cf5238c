using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>Runs a host until it is stopped or one of its parts fails.</summary>
internal static class HostRun
{
    /// <param name="host">The host, which is disposed at the end.</param>
    /// <param name="started">Called once all parts have started.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="Exception">A part did not start, or failed: all others were stopped.</exception>
    public static async Task RunAsync(this IHost host, Action started, CancellationToken stop)
    {
        var end = host.Services.GetRequiredService<ServiceEnd>();
        await using var stopping = stop.Register(end.Stop);
        try
        {
            await host.StartAsync(end.Token);
            started();
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        }
        catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
        end.ThrowFailure();
    }
}
