using System.Threading.Channels;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Writes for all callers over one connection: writes that arrive during a commit go into the next one together, so
/// that many callers share one flush to the disk.
/// </summary>
internal sealed class OutboxWriter : IAsyncDisposable
{
    private const int MaxTogether = 256;

    private readonly Channel<PendingWrite> _queue =
        Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    private readonly OutboxDatabase _database;
    private readonly StorageRetry _retry;
    private readonly Task _running;
    private OutboxConnection? _connection;

    public OutboxWriter(OutboxDatabase database, StorageRetry retry)
    {
        (_database, _retry) = (database, retry);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Completes when the write is committed. After a cancellation the outcome is unknown.</summary>
    /// <param name="write">May run more than once; it counts only when it ran to its end.</param>
    /// <param name="token">Cancels.</param>
    public async Task WriteAsync(Func<OutboxConnection, CancellationToken, Task> write, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var pending = new PendingWrite(write, token);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(pending), typeof(OutboxStore));
        await pending.Committed.Task.WaitAsync(token);
    }

    /// <summary>Writes what is queued, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>(MaxTogether);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MaxTogether && _queue.Reader.TryRead(out var next))
            {
                if (!next.Token.IsCancellationRequested)
                    group.Add(next);
            }
            if (group.Count > 0)
                await WriteTogetherAsync(group);
        }
        await CloseAsync();
    }

    private async Task WriteTogetherAsync(IReadOnlyList<PendingWrite> group)
    {
        var error = await TryAsync(group);
        var failure = error is null ? StorageFailure.None : StorageErrors.Classify(error);
        if (error is null || group.Count == 1 || failure == StorageFailure.Away)
        {
            foreach (var write in group)
                write.End(failure == StorageFailure.None ? error : _database.Unusable(error!));
            return;
        }
        // One of the writes fails; the others must not fail with it.
        foreach (var write in group)
            await WriteTogetherAsync([write]);
    }

    private async Task<Exception?> TryAsync(IReadOnlyList<PendingWrite> group)
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
    private async Task CommitAsync(IReadOnlyList<PendingWrite> group)
    {
        var isDone = false;
        _connection = await InPlaceAsync(_connection) ?? await OpenAsync();
        try
        {
            await _connection.BeginAsync(CancellationToken.None);
            foreach (var write in group)
                await write.Write(_connection, CancellationToken.None);
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
        if (connection is null || _database.IsInPlace)
            return connection;
        await _database.RescueAsync(connection, CancellationToken.None);
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

    private sealed record PendingWrite(Func<OutboxConnection, CancellationToken, Task> Write, CancellationToken Token)
    {
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End(Exception? error)
        {
            if (error is null)
                Committed.TrySetResult();
            else
                Committed.TrySetException(error);
        }
    }
}
