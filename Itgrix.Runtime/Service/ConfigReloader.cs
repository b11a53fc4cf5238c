using System.Runtime.InteropServices;
using System.Threading.Channels;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Service;

/// <summary>
/// Reloads configuration and employees on demand: by SIGHUP, or by a caller that waits for it.
/// </summary>
internal sealed class ConfigReloader(LiveConfig config, IEnumerable<ICrmAccount> accounts)
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
        await Task.WhenAll(accounts.Select(account => RefreshAsync(account, token)));
        return result;
    }

    // Data that cannot be read stays unchanged.
    private static async Task RefreshAsync(ICrmAccount account, CancellationToken token)
    {
        try
        {
            await account.RefreshAsync(token);
        }
        catch (CrmException error)
        {
            ConfigLogMessages.EmployeesNotRead(Log, account.Flow.Crm.Name, error.Message);
        }
    }
}
