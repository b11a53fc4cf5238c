using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>The fork server in use; another one replaces it when it has served its calls, or died.</summary>
/// <param name="maxCalls">How many calls a server forks for, so that no leak of PHP grows without limit.</param>
internal sealed class ForkServers(CustomizerOptions options, int maxCalls = 10_000) : IDisposable
{
    private readonly Lock _gate = new();
    private ForkServer? _current;
    private bool _isDisposed;

    /// <summary>A server that takes calls; not to be asked for while a child is started.</summary>
    /// <exception cref="ProcessStartException">PHP cannot be started.</exception>
    public ForkServer Current()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_current is { IsUsable: true })
                return _current;
            _current?.Dispose();
            _current = null;
            return _current = ForkServer.Start(options, maxCalls);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _current?.Dispose();
        }
    }
}
