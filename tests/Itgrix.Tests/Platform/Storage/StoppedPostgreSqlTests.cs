using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Storage;

[TestClass]
public sealed class StoppedPostgreSqlTests : StorageOutageTests
{
    private readonly PostgreSqlServer _server = new();

    protected override IReadOnlyList<string> Names => [$"PostgreSQL database postgres at {_server.Folder}"];

    protected override string Cause => "Failed to connect";

    [TestCleanup]
    public void Clean() => _server.Dispose();

    internal override JsonObject Outbox(TemporaryFolder folder) => new() { ["postgresql"] = _server.ConnectionString };

    internal override IDisposable Away(StorageRun run) => FailingStorage.Stop(_server);
}
