using Itgrix.Runtime.Storage;
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
        PRAGMA busy_timeout = 30000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        """;

    private readonly string _file;
    private readonly string _connection;

    /// <param name="file">It is made when it is not there, with its folder; only its owner may read it.</param>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public SqliteOutbox(string file)
    {
        _file = file;
        _connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        try
        {
            PrivateSqlite.Make(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(error);
        }
    }

    public override string Name => _file;

    public override string Counted => "INTEGER PRIMARY KEY AUTOINCREMENT";

    public override string SchemaLock => "";

    protected override string Fix => "See to the free space and the rights of its folder; a damaged file is made anew "
        + "once it is moved away, what was still to be sent is then lost.";

    public override Task<OutboxConnection> OpenReaderAsync(CancellationToken token) =>
        OpenedAsync(new SqliteConnection(_connection), "", token);

    public override Task<OutboxConnection> OpenWriterAsync(CancellationToken token) =>
        OpenedAsync(new SqliteConnection(_connection), Setup, token);

    // Who is locked out has waited for half a minute already.
    public override bool IsPassing(Exception error) => false;

    public override ValueTask DisposeAsync()
    {
        using var any = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(any);
        return default;
    }
}
