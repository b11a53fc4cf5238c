using System.Threading.Channels;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Writes for everybody by one connection: what comes while a commit is under way is written together by the next, so
/// that many callers share one wait for the disk.
/// </summary>
internal sealed class OutboxWriter : IAsyncDisposable
{
    private const int MostTogether = 256;

    private readonly Channel<PendingWrite> _queue =
        Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    private readonly OutboxDatabase _database;
    private readonly OutboxRetry _retry;
    private readonly Task _running;
    private OutboxConnection? _connection;

    public OutboxWriter(OutboxDatabase database, OutboxRetry retry)
    {
        (_database, _retry) = (database, retry);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Returns once it is committed. Who cancels does not know whether it is written.</summary>
    /// <param name="write">It may run more than once, and does not count until it ran to its end.</param>
    /// <param name="token">Cancels.</param>
    public async Task WriteAsync(Func<OutboxConnection, CancellationToken, Task> write, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var pending = new PendingWrite(write, token);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(pending), typeof(OutboxStore));
        await pending.Committed.Task.WaitAsync(token);
    }

    /// <summary>Writes what is waiting, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>(MostTogether);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostTogether && _queue.Reader.TryRead(out var next))
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
        if (error is null || group.Count == 1 || _database.IsPassing(error))
        {
            foreach (var write in group)
                write.End(error is not null && _database.IsOwn(error) ? _database.Unusable(error) : error);
            return;
        }
        // One of them cannot be written, and shall not take the others with it.
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

    // Every write can be repeated, so a commit whose answer was lost is committed again.
    private async Task CommitAsync(IReadOnlyList<PendingWrite> group)
    {
        var isDone = false;
        try
        {
            _connection ??= await _database.OpenWriterAsync(CancellationToken.None);
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
