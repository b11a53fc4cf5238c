using System.Data.Common;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>A database for the outbox, with what is specific to it.</summary>
internal abstract class OutboxDatabase : IAsyncDisposable
{
    /// <summary>The name of the database in messages.</summary>
    public abstract string Name { get; }

    /// <summary>The type of an auto-increment key column.</summary>
    public abstract string Counted { get; }

    /// <summary>
    /// The statement that lets one process at a time create the tables; empty where the transaction does.
    /// </summary>
    public abstract string SchemaLock { get; }

    /// <summary>The fix that messages suggest when the database cannot be used.</summary>
    protected abstract string Fix { get; }

    /// <exception cref="StorageException">The file cannot be created.</exception>
    public static OutboxDatabase Create(OutboxOptions options) => options.PostgreSql is { } connection
        ? new PostgreSqlOutbox(connection)
        : new SqliteOutbox(options.File);

    /// <summary>Opens a read-only connection.</summary>
    public abstract Task<OutboxConnection> OpenReaderAsync(CancellationToken token);

    /// <summary>Opens a connection with durable commits.</summary>
    public abstract Task<OutboxConnection> OpenWriterAsync(CancellationToken token);

    /// <summary>Whether open connections still lead to the database at its path.</summary>
    public virtual bool IsInPlace => true;

    /// <summary>
    /// A counter of databases at this path: connections of an earlier generation lead to the former one.
    /// </summary>
    public virtual int Generation => 0;

    /// <summary>What happened to the database since the start, and what to do; <c>null</c> when nothing did.</summary>
    public virtual string? Incident => null;

    /// <summary>
    /// A connection that still has a removed database open; <c>null</c> when there is none, or it is not removed.
    /// </summary>
    public virtual Task<OutboxConnection?> OpenRemovedAsync(CancellationToken token) =>
        Task.FromResult<OutboxConnection?>(null);

    /// <summary>Restores a removed database from a connection that still has it open.</summary>
    public virtual Task RescueAsync(OutboxConnection open, CancellationToken token) => Task.CompletedTask;

    public StorageException Unusable(Exception error) => error as StorageException
        ?? new($"{Name}, which keeps what is to be sent to CRMs, cannot be used: {error.Message} {Fix}", error);

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens the connection and runs its setup statements.</summary>
    protected static async Task<OutboxConnection> OpenedAsync(
        DbConnection connection, string setup, CancellationToken token)
    {
        try
        {
            await connection.OpenAsync(token);
            if (setup.Length > 0)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = setup;
                await command.ExecuteNonQueryAsync(token);
            }
            return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
