using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>The disk of the outbox is full.</summary>
[TestClass]
public sealed class FullDiskTests : StorageOutageTests
{
    private SmallDisk? _disk;

    protected override IReadOnlyList<string> Names => ["outbox.db"];

    // The administrator's token is written at the start, to the same disk.
    protected override bool StartsInOutage => false;

    protected override string Cause => "the disk is full";

    [TestInitialize]
    public async Task Mount() => _disk = await SmallDisk.MountAsync();

    [TestCleanup]
    public void Clean() => _disk?.Dispose();

    internal override JsonObject Outbox(TemporaryFolder folder) => new() { ["file"] = _disk!.File("outbox.db") };

    internal override IDisposable Away(StorageRun run) => _disk!.Fill();
}
