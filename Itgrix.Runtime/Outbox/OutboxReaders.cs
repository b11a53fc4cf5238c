using System.Collections.Concurrent;

namespace Itgrix.Runtime.Outbox;

/// <summary>Connections to read by, which wait for no write. Some are kept, with their statements parsed.</summary>
internal sealed class OutboxReaders(OutboxDatabase database) : IAsyncDisposable
{
    private const int MaxKept = 4;

    private readonly ConcurrentBag<(OutboxConnection Connection, int Generation)> _kept = [];

    public async Task<T> ReadAsync<T>(Func<OutboxConnection, Task<T>> read, CancellationToken token)
    {
        var generation = database.Generation;
        var connection = await KeptAsync(generation) ?? await database.OpenReaderAsync(token);
        T found;
        try
        {
            found = await read(connection);
        }
        catch
        {
            // Whatever ended this one may have ended the others as well.
            await connection.DisposeAsync();
            await DisposeAsync();
            throw;
        }
        if (_kept.Count < MaxKept)
            _kept.Add((connection, generation));
        else
            await connection.DisposeAsync();
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        while (_kept.TryTake(out var kept))
            await kept.Connection.DisposeAsync();
    }

    // One of an earlier generation leads to a file that was deleted.
    private async ValueTask<OutboxConnection?> KeptAsync(int generation)
    {
        while (_kept.TryTake(out var kept))
        {
            if (kept.Generation == generation)
                return kept.Connection;
            await kept.Connection.DisposeAsync();
        }
        return null;
    }
}
