using System.Collections.Concurrent;

namespace Itgrix.Runtime.Outbox;

/// <summary>A pool of read connections, which wait for no write and keep their prepared statements.</summary>
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
            // The cause that broke this connection may have broken the others as well.
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

    // A connection of an earlier generation leads to a deleted file.
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
