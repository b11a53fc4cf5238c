using System.Collections.Concurrent;

namespace Itgrix.Runtime.Outbox;

/// <summary>Connections to read by, which wait for no write. Some are kept, with their statements parsed.</summary>
internal sealed class OutboxReaders(OutboxDatabase database) : IAsyncDisposable
{
    private const int MostKept = 4;

    private readonly ConcurrentBag<OutboxConnection> _kept = [];

    public async Task<T> ReadAsync<T>(Func<OutboxConnection, Task<T>> read, CancellationToken token)
    {
        var connection = _kept.TryTake(out var kept) ? kept : await database.OpenReaderAsync(token);
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
        if (_kept.Count < MostKept)
            _kept.Add(connection);
        else
            await connection.DisposeAsync();
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        while (_kept.TryTake(out var connection))
            await connection.DisposeAsync();
    }
}
