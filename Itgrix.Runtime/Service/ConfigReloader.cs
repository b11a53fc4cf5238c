using System.Runtime.InteropServices;
using System.Threading.Channels;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Service;

/// <summary>
/// Reads configuration and employees again when it is told to: by SIGHUP, or by somebody who waits for it.
/// </summary>
/// <param name="refresh">Brings what is known of the CRMs up to date.</param>
internal sealed class ConfigReloader(LiveConfig config, Func<CancellationToken, Task> refresh)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Listens to the signal until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, came =>
        {
            // It would end the service.
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
                // The next signal is to be heard as well.
                ConfigLogMessages.Broke(error);
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
