using Itgrix.Runtime.Platform.Files;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>A database file of the service; detects that it was deleted or replaced while it is open.</summary>
internal sealed class SqliteFile
{
    private static readonly ILogger Log = AppLog.For("storage");

    // A wait inside SQLite blocks a thread: a short one, StorageRetry waits without one.
    private const int BusySeconds = 1;

    private (ulong Device, ulong Inode)? _made;
    private int _generation;

    /// <param name="path">The file.</param>
    /// <param name="pooled">Whether closed connections are kept for reuse.</param>
    public SqliteFile(string path, bool pooled)
    {
        Path = path;
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path, DefaultTimeout = BusySeconds, Pooling = pooled,
        }.ToString();
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>Whether the file is still the one that <see cref="Make"/> saw.</summary>
    public bool IsInPlace => Identity == _made;

    /// <summary>Counts the files that were at this path since it was first opened.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>What happened to the file since the start, and what to do; <c>null</c> when nothing did.</summary>
    public string? Incident { get; private set; }

    /// <summary>Creates the file when it does not exist; only its owner may read it.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The user lacks the right to create it.</exception>
    public void Make()
    {
        PrivateSqlite.Make(Path);
        if (IsInPlace)
            return;
        Forget();
        _made = Identity;
        Interlocked.Increment(ref _generation);
    }

    /// <summary>Restores a deleted file from a connection that still has it open.</summary>
    /// <param name="copyInto">Copies the open database into a file, by <c>VACUUM INTO</c>.</param>
    public async Task RescueAsync(Func<string, Task> copyInto)
    {
        if (File.Exists(Path))
        {
            Replaced();
            return;
        }
        var copy = Path + ".rescued";
        File.Delete(copy);
        PrivateSqlite.Make(copy);
        await copyInto(copy);
        // They belong to the deleted file.
        File.Delete(Path + "-wal");
        File.Delete(Path + "-shm");
        File.Move(copy, Path);
        StorageLogMessages.Rescued(Log, Path);
        Incident = $"{Path} was deleted while the service used it, and restored with all that it had: find out which "
            + "program deleted it.";
    }

    /// <summary>
    /// A closed connection that still has the deleted file open; <c>null</c> when there is none, or it is not deleted.
    /// </summary>
    public async Task<SqliteConnection?> OpenDeletedAsync(CancellationToken token)
    {
        if (File.Exists(Path))
        {
            Replaced();
            return null;
        }
        var former = new SqliteConnection(ConnectionString);
        await former.OpenAsync(token);
        // One that was not in the pool has created a new file.
        if (!File.Exists(Path))
            return former;
        await former.DisposeAsync();
        StorageLogMessages.Lost(Log, Path);
        Incident = $"{Path} was deleted while the service could not use it; what it had is lost, and an empty one "
            + "takes its place. Calls that a CRM lacks: ./run.sh read_call.";
        return null;
    }

    /// <summary>Closes the pooled connections.</summary>
    public void Forget()
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private void Replaced()
    {
        StorageLogMessages.Replaced(Log, Path);
        Incident = $"{Path} was replaced while the service used it; what only the former file had is lost: let no "
            + "other program move it.";
    }

    private (ulong Device, ulong Inode)? Identity =>
        FileStamp.Read(Path) is { Kind: FileKind.Regular } stamp ? (stamp.Device, stamp.Inode) : null;
}
