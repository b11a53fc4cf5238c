using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>The attempts to connect an account, one at a time, and what came of the last one.</summary>
/// <param name="failure">Begins the message about one that failed on its way.</param>
/// <param name="refused">Logs why one was refused.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectAttempts(string failure, Action<string> refused, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile ConnectOutcome? _last;
    private int _count;

    public ConnectState State(bool isConnected) => new(isConnected, _last, Volatile.Read(ref _count));

    /// <summary>Makes one. What it brings is good once: it goes on when the browser has gone.</summary>
    public async Task<ConnectOutcome> RunAsync(Func<CancellationToken, Task<ConnectOutcome>> attempt)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        ConnectOutcome outcome;
        try
        {
            await _turn.WaitAsync(limit.Token);
            try
            {
                outcome = await attempt(limit.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception error) when (error is CrmException or IOException or OperationCanceledException)
        {
            outcome = ConnectOutcome.Refused($"{failure} {error.Message}");
        }
        if (!outcome.IsConnected)
            refused(outcome.Text);
        _last = outcome;
        Interlocked.Increment(ref _count);
        return outcome;
    }

    public void Dispose() => _turn.Dispose();
}
