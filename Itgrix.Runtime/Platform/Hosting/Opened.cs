using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>
/// Something that is opened when the service starts, before the parts after it, and closed when all have stopped.
/// </summary>
internal sealed class Opened<T>(Func<CancellationToken, Task<T>> open) : IHostedService, IAsyncDisposable
    where T : class
{
    private T? _value;

    public T Value => _value ?? throw new InvalidOperationException($"{typeof(T).Name} is not open.");

    public async Task StartAsync(CancellationToken cancellationToken) => _value = await open(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        var value = Interlocked.Exchange(ref _value, null);
        if (value is IAsyncDisposable closed)
            await closed.DisposeAsync();
        else
            (value as IDisposable)?.Dispose();
    }
}
