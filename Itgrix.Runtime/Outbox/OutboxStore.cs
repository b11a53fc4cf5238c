using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>The outbox in SQLite or PostgreSQL.</summary>
internal sealed class OutboxStore : IOutboxStore
{
    private readonly OutboxDatabase _database;
    private readonly OutboxWriter _writer;
    private readonly OutboxReaders _readers;
    private readonly TimeProvider _time;

    private OutboxStore(OutboxDatabase database, StorageRetry storage, TimeProvider time)
    {
        (_database, Storage, _time) = (database, storage, time);
        _writer = new(database, storage);
        _readers = new(database);
    }

    /// <summary>Whether the database is down.</summary>
    public StorageRetry Storage { get; }

    /// <inheritdoc cref="OutboxDatabase.Incident"/>
    public string? Incident => _database.Incident;

    /// <summary>Opens the outbox and creates it when it does not exist; several processes may have it open.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">Cancels the opening.</param>
    /// <param name="until">
    /// Cancels the wait for a database that is down; <c>null</c>: all methods wait some seconds.
    /// </param>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static async Task<OutboxStore> OpenAsync(
        OutboxOptions options, TimeProvider time, CancellationToken token, CancellationToken? until = null)
    {
        var database = OutboxDatabase.Create(options);
        var storage = new StorageRetry(database.Name, time, until);
        try
        {
            await storage.RunAsync(async () =>
            {
                await using var connection = await database.OpenWriterAsync(token);
                await OutboxSchema.PrepareAsync(database, connection, token);
            }, token);
            return new(database, storage, time);
        }
        catch (Exception error)
        {
            await database.DisposeAsync();
            if (StorageErrors.Classify(error) != StorageFailure.None)
                throw database.Unusable(error);
            throw;
        }
    }

    public Task AddAsync(CallStageEvent stage, IReadOnlyCollection<AccountId> accounts, CancellationToken token)
    {
        var body = StageJson.Write(stage);
        return _writer.WriteAsync(async (connection, stop) =>
        {
            await OutboxLedger.AddAsync(connection, LedgerEntry.Of(stage), stop);
            foreach (var call in accounts.Select(account => new CallKey(account, stage.CallId)))
                await connection.RunAsync(OutboxSql.AddStage,
                    [.. OutboxRows.Of(call), ("key", stage.Key), ("body", body), ("made", Now)], stop);
        }, token);
    }

    public Task<PendingCall> LoadAsync(CallKey call, CancellationToken token) => ReadAsync(async connection =>
    {
        // Steps first: a stage that is delivered meanwhile is seen with all of its steps, or not at all.
        var values = OutboxRows.Of(call);
        var steps = await connection.ReadAsync(OutboxSql.Steps, values, OutboxRows.Step, token);
        var stages = await connection.ReadAsync(OutboxSql.Stages, values,
            row => (Key: row.GetString(0), IsDelivered: row.GetInt32(1) != 0, Body: row.GetString(2)), token);
        var complete = await connection.ReadAsync(OutboxSql.IsComplete, values, _ => true, token);
        var open = stages.Where(stage => !stage.IsDelivered).Select(stage => StageJson.Read(stage.Body));
        return new PendingCall([.. open], steps)
        {
            IsComplete = complete.Count > 0,
            Delivered = stages.Where(stage => stage.IsDelivered).Select(stage => stage.Key).ToHashSet(),
        };
    }, token);

    public Task SaveAsync(OutboxRequest step, CancellationToken token) => _writer.WriteAsync(async (connection, stop) =>
    {
        var values = OutboxRows.Of(step);
        // Two statements: an upsert in PostgreSQL would use up an id for each change.
        if (await connection.RunAsync(OutboxSql.ChangeStep, values, stop) == 0)
            await connection.RunAsync(OutboxSql.AddStep, values, stop);
        if (step.State is StepState.Done or StepState.Discarded)
            await connection.RunAsync(OutboxSql.ForgetComplete, OutboxRows.Of(step.Call), stop);
    }, token);

    public Task MarkDeliveredAsync(CallKey call, CallStageEvent stage, CancellationToken token) =>
        _writer.WriteAsync(async (connection, stop) =>
        {
            await connection.RunAsync(
                OutboxSql.MarkDelivered, [("crm", $"{call.Account}"), ("key", stage.Key)], stop);
            if (stage.Stage != CallStage.CallEnded)
                return;
            await connection.RunAsync(OutboxSql.Complete, [.. OutboxRows.Of(call), ("time", Now)], stop);
            await connection.RunAsync(OutboxSql.ForgetStages, OutboxRows.Of(call), stop);
            await connection.RunAsync(OutboxSql.ForgetSteps, OutboxRows.Of(call), stop);
        }, token);

    public async Task<IReadOnlyList<CallKey>> OpenAsync(CancellationToken token) => await ReadAsync(
        connection => connection.ReadAsync(OutboxSql.OpenCalls, [], OutboxRows.Call, token), token);

    public async Task<IReadOnlyList<CallKey>> DueAsync(DateTimeOffset now, CancellationToken token) => await ReadAsync(
        connection => connection.ReadAsync(OutboxSql.DueCalls, [("now", now.UtcTicks)], OutboxRows.Call, token), token);

    /// <summary>Makes all steps of an account due that wait: what they waited for has changed.</summary>
    public Task HastenAsync(AccountId account, CancellationToken token) => _writer.WriteAsync((connection, stop) =>
        connection.RunAsync(OutboxSql.Hasten, [("crm", $"{account}"), ("now", Now)], stop), token);

    public async Task<IReadOnlyList<OutboxRequest>> ListAsync(StepState? state, int max, CancellationToken token)
    {
        var (one, other) = (state ?? StepState.Waiting, state ?? StepState.DeadLettered);
        return await ReadAsync(connection => connection.ReadAsync(OutboxSql.List,
            [("state", one.StoredName()), ("other", other.StoredName()), ("max", max)],
            OutboxRows.Step, token), token);
    }

    public async Task<(long Waiting, long DeadLettered)> CountAsync(CancellationToken token)
    {
        var counts = await ReadAsync(connection => connection.ReadAsync(OutboxSql.Count, [],
            row => (State: row.GetString(0), Count: row.GetInt64(1)), token), token);
        return (Of(StepState.Waiting), Of(StepState.DeadLettered));

        long Of(StepState state) => counts.Find(count => count.State == state.StoredName()).Count;
    }

    public Task TrimAsync(DateTimeOffset before, CancellationToken token) =>
        _writer.WriteAsync(async (connection, stop) =>
        {
            foreach (var sql in new[] { OutboxSql.TrimSteps, OutboxSql.TrimStages, OutboxSql.TrimComplete })
                await connection.RunAsync(sql, [("before", before.UtcTicks)], stop);
            await OutboxLedger.TrimAsync(connection, before.UtcDateTime, stop);
        }, token);

    /// <summary>Writes to the tables of the ledger.</summary>
    public Task WriteAsync(Func<OutboxConnection, CancellationToken, Task> write, CancellationToken token) =>
        _writer.WriteAsync(write, token);

    /// <summary>A step by its id, in any state; <c>null</c> when there is none.</summary>
    public async Task<OutboxRequest?> FindAsync(long id, CancellationToken token)
    {
        var found = await ReadAsync(connection => connection.ReadAsync(
            OutboxSql.Find, [("id", id)], OutboxRows.Step, token), token);
        return found.FirstOrDefault();
    }

    /// <summary>Changes a waiting step or a dead letter, as an administrator decided.</summary>
    /// <param name="seen">The step as it was read.</param>
    /// <param name="changed">The source of the new state, parameters, error, tries and time.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>Whether the step was still as it was read; else nothing is changed.</returns>
    public async Task<bool> ReplaceAsync(OutboxRequest seen, OutboxRequest changed, CancellationToken token)
    {
        var isReplaced = false;
        await _writer.WriteAsync(async (connection, stop) =>
        {
            isReplaced = await connection.RunAsync(OutboxSql.Replace,
            [
                ("state", changed.State.StoredName()), ("parameters", changed.Parameters), ("error", changed.Error),
                ("tries", changed.Tries), ("due", changed.Due.UtcTicks),
                ("id", seen.Id), ("seen_state", seen.State.StoredName()), ("seen_tries", seen.Tries),
                ("seen_parameters", seen.Parameters),
            ], stop) > 0;
            await connection.RunAsync(OutboxSql.ForgetComplete, OutboxRows.Of(seen.Call), stop);
        }, token);
        return isReplaced;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _readers.DisposeAsync();
        await _database.DisposeAsync();
    }

    private long Now => _time.GetUtcNow().UtcTicks;

    /// <summary>Reads from the tables of the ledger.</summary>
    public async Task<T> ReadAsync<T>(Func<OutboxConnection, Task<T>> read, CancellationToken token)
    {
        var found = default(T)!;
        // Only the writer can restore a deleted file.
        if (!_database.IsInPlace)
            await _writer.WriteAsync((_, _) => Task.CompletedTask, token);
        try
        {
            await Storage.RunAsync(async () => found = await _readers.ReadAsync(read, token), token);
            return found;
        }
        catch (Exception error) when (StorageErrors.Classify(error) != StorageFailure.None)
        {
            throw _database.Unusable(error);
        }
    }
}
