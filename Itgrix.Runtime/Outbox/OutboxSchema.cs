using Itgrix.Runtime.Platform.Storage;

namespace Itgrix.Runtime.Outbox;

/// <summary>The tables of the outbox, and their version.</summary>
internal static class OutboxSchema
{
    private const long Version = 2;

    /// <summary>Creates the tables when they do not exist.</summary>
    /// <exception cref="StorageException">The tables are those of a later version.</exception>
    public static async Task PrepareAsync(OutboxDatabase database, OutboxConnection connection, CancellationToken token)
    {
        await connection.BeginAsync(token);
        if (database.SchemaLock.Length > 0)
            await connection.RunAsync(database.SchemaLock, [], token);
        await connection.RunAsync("CREATE TABLE IF NOT EXISTS outbox_version (version BIGINT NOT NULL)", [], token);
        var found = await connection.ReadAsync("SELECT version FROM outbox_version", [], row => row.GetInt64(0), token);
        if (found is [var version, ..] && version > Version)
            throw Later(database, version);
        string[] tables = found switch
        {
            [] => [.. Tables(database.Counted), .. LedgerTables],
            [1] => LedgerTables,
            _ => [],
        };
        foreach (var table in tables)
            await connection.RunAsync(table, [], token);
        if (found.Count == 0)
            await connection.RunAsync("INSERT INTO outbox_version VALUES (@version)", [("version", Version)], token);
        else if (tables.Length > 0)
            await connection.RunAsync("UPDATE outbox_version SET version = @version", [("version", Version)], token);
        await connection.CommitAsync(token);
    }

    // A delivered stage stays, without its text, until the end of the call, so that it is not delivered again.
    private static string[] Tables(string counted) =>
    [
        $"""
        CREATE TABLE outbox_stage (id {counted}, crm TEXT NOT NULL, call TEXT NOT NULL, key TEXT NOT NULL,
            body TEXT NOT NULL, told INTEGER NOT NULL, made BIGINT NOT NULL, UNIQUE (crm, key))
        """,
        "CREATE INDEX outbox_stage_call ON outbox_stage (crm, call)",
        $"""
        CREATE TABLE outbox_step (id {counted}, crm TEXT NOT NULL, call TEXT NOT NULL, name TEXT NOT NULL,
            state TEXT NOT NULL, method TEXT NOT NULL, parameters TEXT NOT NULL, result TEXT NOT NULL,
            error TEXT NOT NULL, may_be_done INTEGER NOT NULL, tries INTEGER NOT NULL,
            due BIGINT NOT NULL, made BIGINT NOT NULL,
            UNIQUE (crm, call, name))
        """,
        "CREATE INDEX outbox_step_state ON outbox_step (state, due)",
        """
        CREATE TABLE outbox_complete (crm TEXT NOT NULL, call TEXT NOT NULL, time BIGINT NOT NULL,
            PRIMARY KEY (crm, call))
        """,
        "CREATE INDEX outbox_complete_time ON outbox_complete (time)",
    ];

    // Since version 2; before, they were in a file of their own.
    private static readonly string[] LedgerTables =
    [
        "CREATE TABLE ledger_stage (key TEXT PRIMARY KEY, call TEXT NOT NULL, time TEXT NOT NULL)",
        "CREATE INDEX ledger_stage_time ON ledger_stage (time)",
        "CREATE TABLE ledger_position (pbx TEXT PRIMARY KEY, time TEXT NOT NULL)",
    ];

    private static StorageException Later(OutboxDatabase database, long version) =>
        new($"{database.Name} was made by a later version of Itgrix (outbox version {version}, this one knows "
            + $"{Version}): start that version, or give this one an outbox of its own.", new InvalidDataException());
}
