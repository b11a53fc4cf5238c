using System.Data.Common;
using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>A database that the outbox can be kept in, and what is particular about it.</summary>
internal abstract class OutboxDatabase : IAsyncDisposable
{
    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>The type of a key column whose values the database counts up.</summary>
    public abstract string Counted { get; }

    /// <summary>Lets only one process at a time make the tables, where the transaction does not; else empty.</summary>
    public abstract string SchemaLock { get; }

    /// <summary>What to do when it cannot be used.</summary>
    protected abstract string Fix { get; }

    /// <exception cref="StorageException">The file cannot be made.</exception>
    public static OutboxDatabase Create(OutboxOptions options) => options.PostgreSql is { } connection
        ? new PostgreSqlOutbox(connection)
        : new SqliteOutbox(options.File);

    /// <summary>A connection that only reads.</summary>
    public abstract Task<OutboxConnection> OpenReaderAsync(CancellationToken token);

    /// <summary>A connection whose commits are on the disk when they return.</summary>
    public abstract Task<OutboxConnection> OpenWriterAsync(CancellationToken token);

    /// <summary>Whether connections that are open lead to what is at the database's place.</summary>
    public virtual bool IsInPlace => true;

    /// <summary>Counts up when another database is at its place: open connections lead to the one before.</summary>
    public virtual int Generation => 0;

    /// <summary>Puts what a connection has open to its place again, from where somebody removed it.</summary>
    public virtual Task RescueAsync(OutboxConnection open, CancellationToken token) => Task.CompletedTask;

    public StorageException Unusable(Exception error) => error as StorageException
        ?? new($"{Name}, which keeps what CRMs are to be told, cannot be used: {error.Message} {Fix}", error);

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens it and runs what is said once for each connection.</summary>
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
