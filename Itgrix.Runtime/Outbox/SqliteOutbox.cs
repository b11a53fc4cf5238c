using Itgrix.Runtime.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The outbox in a SQLite file. Other processes may have it open too: reads never wait for writes.
/// </summary>
internal sealed class SqliteOutbox : OutboxDatabase
{
    // FULL: a commit is on the disk when it returns, also when the power fails in the next moment. NORMAL would only
    // protect the file from corruption.
    private const string Setup = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        """;

    private readonly SqliteFile _file;

    /// <param name="file">The path; the file and its folder are created when missing, for their owner only.</param>
    /// <exception cref="StorageException">It cannot be created.</exception>
    public SqliteOutbox(string file)
    {
        _file = new(file, pooled: true);
        try
        {
            _file.Make();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(error);
        }
    }

    public override string Name => _file.Path;

    public override string Counted => "INTEGER PRIMARY KEY AUTOINCREMENT";

    public override string SchemaLock => "";

    public override bool IsInPlace => _file.IsInPlace;

    public override int Generation => _file.Generation;

    protected override string Fix => "Check the free space and the permissions of its folder; move a damaged file away "
        + "and a new one is created, without the deliveries that were still to be sent.";

    public override Task<OutboxConnection> OpenReaderAsync(CancellationToken token) =>
        OpenedAsync(new SqliteConnection(_file.ConnectionString), "", token);

    public override Task<OutboxConnection> OpenWriterAsync(CancellationToken token)
    {
        _file.Make();
        return OpenedAsync(new SqliteConnection(_file.ConnectionString), Setup, token);
    }

    public override string? Incident => _file.Incident;

    public override async Task<OutboxConnection?> OpenRemovedAsync(CancellationToken token) =>
        await _file.OpenDeletedAsync(token) is { } open ? new(open) : null;

    public override Task RescueAsync(OutboxConnection open, CancellationToken token) =>
        _file.RescueAsync(copy => open.RunAsync("VACUUM INTO @copy", [("copy", copy)], token));

    public override ValueTask DisposeAsync()
    {
        _file.Forget();
        return default;
    }
}
