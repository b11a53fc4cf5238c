using System.Data.Common;

namespace Itgrix.Runtime.Outbox;

/// <summary>Runs SQL that both databases understand; parameters begin with an <c>@</c>.</summary>
internal sealed class OutboxConnection(DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];
    private DbTransaction? _transaction;

    /// <summary>Writes everything up to the commit atomically.</summary>
    public async Task BeginAsync(CancellationToken token) =>
        _transaction = await connection.BeginTransactionAsync(token);

    public async Task CommitAsync(CancellationToken token)
    {
        await _transaction!.CommitAsync(token);
        await _transaction.DisposeAsync();
        _transaction = null;
    }

    /// <returns>The number of affected rows.</returns>
    public Task<int> RunAsync(string sql, IReadOnlyList<(string Name, object Value)> values, CancellationToken token) =>
        Command(sql, values).ExecuteNonQueryAsync(token);

    public async Task<List<T>> ReadAsync<T>(
        string sql, IReadOnlyList<(string Name, object Value)> values, Func<DbDataReader, T> row,
        CancellationToken token)
    {
        var found = new List<T>();
        await using var rows = await Command(sql, values).ExecuteReaderAsync(token);
        while (await rows.ReadAsync(token))
            found.Add(row(rows));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
            await command.DisposeAsync();
        if (_transaction is { } open)
            await RollBackAsync(open);
        await connection.DisposeAsync();
    }

    // On a full disk SQLite rolls back by itself. Its provider's ROLLBACK then fails at each attempt, hides the error
    // before and keeps the connection open: this transaction gives it something to roll back.
    private async Task RollBackAsync(DbTransaction open)
    {
        try
        {
            await open.DisposeAsync();
        }
        catch (DbException)
        {
            await using var begin = connection.CreateCommand();
            (begin.CommandText, begin.Transaction) = ("BEGIN", open);
            await begin.ExecuteNonQueryAsync();
            await open.DisposeAsync();
        }
    }

    // Prepared statements are kept, so that they are parsed once.
    private DbCommand Command(string sql, IReadOnlyList<(string Name, object Value)> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
                command.Parameters.Add(Parameter(command, name));
        }
        command.Transaction = _transaction;
        for (var index = 0; index < values.Count; index++)
            command.Parameters[index].Value = values[index].Value is string text ? Storable(text) : values[index].Value;
        return command;
    }

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        return parameter;
    }

    // A text that a database rejects must not stop the delivery of a call: PostgreSQL accepts no NUL, and neither
    // database accepts half a character.
    private static string Storable(string text)
    {
        var isWhole = !text.Contains('\0');
        for (var index = 0; isWhole && index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
                index++;
            else
                isWhole = !char.IsSurrogate(text[index]);
        }
        return isWhole ? text : string.Concat(text.EnumerateRunes()).Replace('\0', '\uFFFD');
    }
}
