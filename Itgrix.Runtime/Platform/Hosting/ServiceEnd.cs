using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>The end of the service: on request, or because one of its parts failed.</summary>
internal sealed class ServiceEnd(IHostApplicationLifetime lifetime)
{
    private Exception? _failure;

    /// <summary>Cancelled when the service begins to stop.</summary>
    public CancellationToken Token => lifetime.ApplicationStopping;

    public void Stop() => lifetime.StopApplication();

    /// <summary>Stops the service because of a failure.</summary>
    public void Fail(Exception error)
    {
        Interlocked.CompareExchange(ref _failure, error, null);
        Stop();
    }

    /// <summary>Throws the first failure; nothing when there was none.</summary>
    public void ThrowFailure()
    {
        if (_failure is { } error)
            ExceptionDispatchInfo.Throw(error);
    }
}
