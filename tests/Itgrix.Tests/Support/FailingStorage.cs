using Itgrix.Runtime.Outbox;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Support;

/// <summary>A database of the outbox that fails when a test wants it.</summary>
internal sealed class FailingStorage : IDisposable
{
    private readonly Func<IDisposable> _fail;
    private readonly IDisposable? _place;

    private FailingStorage(OutboxOptions outbox, Func<IDisposable> fail, IDisposable? place = null) =>
        (Outbox, _fail, _place) = (outbox, fail, place);

    public OutboxOptions Outbox { get; }

    public static async Task<FailingStorage> CreateAsync(StorageFault fault, string file)
    {
        switch (fault)
        {
            case StorageFault.Locked:
                return new(new() { File = file }, () => Lock(file));
            case StorageFault.Deleted:
                return new(new() { File = file }, () => Delete(file));
            case StorageFault.Full:
                var disk = await SmallDisk.MountAsync();
                return new(new() { File = disk.File("outbox.db") }, disk.Fill, disk);
            default:
                var server = new PostgreSqlServer();
                return new(new() { PostgreSql = new(server.ConnectionString) }, () => Stop(server), server);
        }
    }

    /// <summary>Locks a file of SQLite as another program does, until this is disposed.</summary>
    public static IDisposable Lock(string file)
    {
        var other = new SqliteConnection($"Data Source={file};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return other;
    }

    /// <summary>A server that crashed, until this is disposed.</summary>
    public static IDisposable Stop(PostgreSqlServer server)
    {
        server.Crash();
        return new Stopped(server);
    }

    /// <summary>Fails until this is disposed; a file that was deleted stays so.</summary>
    public IDisposable Fail() => _fail();

    public void Dispose() => _place?.Dispose();

    private static MemoryStream Delete(string file)
    {
        foreach (var one in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            if (!one.EndsWith(".lock", StringComparison.Ordinal))
                File.Delete(one);
        }
        return new();
    }

    private sealed class Stopped(PostgreSqlServer server) : IDisposable
    {
        public void Dispose() => server.Start();
    }
}

/// <summary>How a database of the outbox fails.</summary>
public enum StorageFault
{
    /// <summary>Another program has locked the file.</summary>
    Locked,

    /// <summary>Its disk has no space.</summary>
    Full,

    /// <summary>The file is removed.</summary>
    Deleted,

    /// <summary>The server of PostgreSQL crashed.</summary>
    Stopped,
}
