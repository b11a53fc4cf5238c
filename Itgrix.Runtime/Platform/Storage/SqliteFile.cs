using Itgrix.Runtime.Platform.Files;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Platform.Storage;

/// <summary>A database file of the service; notices when somebody deletes or replaces it while it is open.</summary>
internal sealed class SqliteFile
{
    // Who waits in SQLite holds a thread: not for long, StorageRetry waits without one.
    private const int BusySeconds = 1;

    private (ulong Device, ulong Inode)? _made;
    private int _generation;

    /// <param name="path">The file.</param>
    /// <param name="pooled">Whether connections that are closed are kept for later.</param>
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

    /// <summary>Counts the files that were at this place since it was opened first.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Makes the file when it is not there; only its owner may read it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Make()
    {
        PrivateSqlite.Make(Path);
        if (IsInPlace)
            return;
        Forget();
        _made = Identity;
        Interlocked.Increment(ref _generation);
    }

    /// <summary>Writes what a connection still has open of a deleted file to its place again.</summary>
    /// <param name="copyInto">Copies the open database into a file, by <c>VACUUM INTO</c>.</param>
    public async Task RescueAsync(Func<string, Task> copyInto)
    {
        if (File.Exists(Path))
        {
            StorageLogMessages.Replaced(Path);
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
        StorageLogMessages.Rescued(Path);
    }

    /// <summary>Closes the connections that are kept.</summary>
    public void Forget()
    {
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    private (ulong Device, ulong Inode)? Identity =>
        FileStamp.Read(Path) is { Kind: FileKind.Regular } stamp ? (stamp.Device, stamp.Inode) : null;
}
