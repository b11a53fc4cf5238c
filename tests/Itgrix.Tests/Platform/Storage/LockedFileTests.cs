using System.Text.Json.Nodes;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>Another program has locked a file of SQLite.</summary>
public abstract class LockedFileTests : StorageOutageTests
{
    protected override string Cause => "another program has locked it";

    internal override JsonObject Outbox(TemporaryFolder folder) => new() { ["file"] = folder.File("outbox.db") };

    internal override IDisposable Away(StorageRun run)
    {
        var other = new SqliteConnection($"Data Source={run.File(Names[0])};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return other;
    }
}
