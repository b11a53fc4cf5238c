using Itgrix.Runtime.Logging;

namespace Itgrix.Runtime.Outbox;

/// <summary>Tries again what failed because the database was away for a moment.</summary>
internal sealed class OutboxRetry(OutboxDatabase database, TimeProvider time)
{
    // Together longer than a server takes to start again.
    private static readonly TimeSpan[] Pauses =
        [.. new[] { 0.1, 0.3, 1, 2, 5 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>Runs it; throws what the last try threw.</summary>
    public async Task RunAsync(Func<Task> attempt, CancellationToken token)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception error) when (tries < Pauses.Length && database.IsPassing(error))
            {
                StorageLogMessages.Away(database.Name, Pauses[tries], error);
            }
            await Task.Delay(Pauses[tries], time, token);
        }
    }
}
