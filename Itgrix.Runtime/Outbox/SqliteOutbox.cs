using Itgrix.Runtime.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The outbox in a file of its own. Other processes may have it open too: who reads waits for nobody.
/// </summary>
internal sealed class SqliteOutbox : OutboxDatabase
{
    // FULL: a commit has reached the disk, also when the power fails in the next moment. NORMAL would only keep the
    // file whole.
    private const string Setup = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        """;

    private readonly SqliteFile _file;

    /// <param name="file">It is made when it is not there, with its folder; only its owner may read it.</param>
    /// <exception cref="StorageException">It cannot be made.</exception>
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

    protected override string Fix => "See to the free space and the rights of its folder; a damaged file is made anew "
        + "once it is moved away, what was still to be sent is then lost.";

    public override Task<OutboxConnection> OpenReaderAsync(CancellationToken token) =>
        OpenedAsync(new SqliteConnection(_file.ConnectionString), "", token);

    public override Task<OutboxConnection> OpenWriterAsync(CancellationToken token)
    {
        _file.Make();
        return OpenedAsync(new SqliteConnection(_file.ConnectionString), Setup, token);
    }

    public override Task RescueAsync(OutboxConnection open, CancellationToken token) =>
        _file.RescueAsync(copy => open.RunAsync("VACUUM INTO @copy", [("copy", copy)], token));

    public override ValueTask DisposeAsync()
    {
        _file.Forget();
        return default;
    }
}
