using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Itgrix.Runtime.Service;

/// <summary>
/// Reloads configuration and employees on demand: by SIGHUP, or by a caller that waits for it.
/// </summary>
/// <param name="refresh">Refreshes the cached data of the CRMs.</param>
internal sealed class ConfigReloader(LiveConfig config, Func<CancellationToken, Task> refresh)
{
    private static readonly ILogger Log = AppLog.For("configuration");
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Listens for the signal until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, came =>
        {
            // By default the signal would end the service.
            came.Cancel = true;
            _signals.Writer.TryWrite(true);
        });
        await foreach (var _ in _signals.Reader.ReadAllAsync(stop))
        {
            try
            {
                await ReloadAsync(stop);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The handler stays registered for the next signal.
                ConfigLogMessages.Broke(Log, error);
            }
        }
    }

    public async Task<ConfigReload> ReloadAsync(CancellationToken token)
    {
        var result = config.Reload();
        await refresh(token);
        return result;
    }
}
