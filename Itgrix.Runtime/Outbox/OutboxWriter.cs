using System.Runtime.ExceptionServices;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Writes for all callers over one connection: writes that arrive during a commit go into the next one together, so
/// that many callers share one flush to the disk.
/// </summary>
internal sealed class OutboxWriter : IAsyncDisposable
{
    private const int MaxTogether = 256;

    private readonly RequestBatcher<Func<OutboxConnection, CancellationToken, Task>, Exception?> _batcher;
    private readonly OutboxDatabase _database;
    private readonly StorageRetry _retry;
    private OutboxConnection? _connection;

    public OutboxWriter(OutboxDatabase database, StorageRetry retry)
    {
        (_database, _retry) = (database, retry);
        _batcher = new((group, _) => WriteTogetherAsync(group), MaxTogether, parallel: 1);
    }

    /// <summary>Completes when the write is committed. After a cancellation the outcome is unknown.</summary>
    /// <param name="write">May run more than once; it counts only when it ran to its end.</param>
    /// <param name="token">Cancels.</param>
    public async Task WriteAsync(Func<OutboxConnection, CancellationToken, Task> write, CancellationToken token)
    {
        if (await _batcher.SendAsync(write, token) is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Writes what is queued, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync();
        await CloseAsync();
    }

    // The result of each write: null when it is committed.
    private async Task<IReadOnlyList<Exception?>> WriteTogetherAsync(
        IReadOnlyList<Func<OutboxConnection, CancellationToken, Task>> group)
    {
        var error = await TryAsync(group);
        var failure = error is null ? StorageFailure.None : StorageErrors.Classify(error);
        if (error is null || group.Count == 1 || failure == StorageFailure.Away)
        {
            var result = failure == StorageFailure.None ? error : _database.Unusable(error!);
            return [.. Enumerable.Repeat(result, group.Count)];
        }
        // One of the writes fails; the others must not fail with it.
        var results = new List<Exception?>();
        foreach (var write in group)
            results.AddRange(await WriteTogetherAsync([write]));
        return results;
    }

    private async Task<Exception?> TryAsync(IReadOnlyList<Func<OutboxConnection, CancellationToken, Task>> group)
    {
        try
        {
            await _retry.RunAsync(() => CommitAsync(group), CancellationToken.None);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // Every write can be repeated, so a commit with a lost response is committed again.
    private async Task CommitAsync(IReadOnlyList<Func<OutboxConnection, CancellationToken, Task>> group)
    {
        var isDone = false;
        _connection = await InPlaceAsync(_connection) ?? await OpenAsync();
        try
        {
            await _connection.BeginAsync(CancellationToken.None);
            foreach (var write in group)
                await write(_connection, CancellationToken.None);
            await _connection.CommitAsync(CancellationToken.None);
            isDone = true;
        }
        finally
        {
            if (!isDone)
                await CloseAsync();
        }
    }

    // null: there is no connection, or it led to a file that was deleted or replaced.
    private async Task<OutboxConnection?> InPlaceAsync(OutboxConnection? connection)
    {
        if (_database.IsInPlace)
            return connection;
        // After an error there is no connection of the writer, but the pool may have one.
        _connection = connection ?? await _database.OpenRemovedAsync(CancellationToken.None);
        if (_connection is not null)
            await _database.RescueAsync(_connection, CancellationToken.None);
        await CloseAsync();
        return null;
    }

    private async Task<OutboxConnection> OpenAsync()
    {
        var connection = await _database.OpenWriterAsync(CancellationToken.None);
        try
        {
            await OutboxSchema.PrepareAsync(_database, connection, CancellationToken.None);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null)
            await connection.DisposeAsync();
    }
}
