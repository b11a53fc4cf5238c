using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>Another program has locked a file of SQLite.</summary>
public abstract class LockedFileTests : StorageOutageTests
{
    protected override string Cause => "another program has locked it";

    internal override JsonObject Outbox(TemporaryFolder folder) => new() { ["file"] = folder.File("outbox.db") };

    internal override IDisposable Away(StorageRun run) => FailingStorage.Lock(run.File(Names[0]));
}
