using System.Text.Json.Nodes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Storage;

/// <summary>The disk of the outbox is full: a small one, in memory.</summary>
[TestClass]
public sealed class FullDiskTests : StorageOutageTests
{
    private readonly TemporaryFolder _disk = new();
    private bool _isMounted;

    protected override IReadOnlyList<string> Names => ["outbox.db"];

    // The administrator's token is written at the start, to the same disk.
    protected override bool StartsInOutage => false;

    protected override string Cause => "the disk is full";

    [TestInitialize]
    public async Task Mount()
    {
        var mount = await Command.Start("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", _disk.Path], [], "/");
        if (mount.ExitCode != 0)
            Assert.Inconclusive(
                $"A small disk cannot be mounted here, which takes root and CAP_SYS_ADMIN: {mount.Errors}");
        _isMounted = true;
    }

    [TestCleanup]
    public async Task Clean()
    {
        if (_isMounted)
            (await Command.Start("umount", [_disk.Path], [], "/")).ExitCode.Should().Be(0);
        _disk.Dispose();
    }

    internal override JsonObject Outbox(TemporaryFolder folder) => new() { ["file"] = _disk.File("outbox.db") };

    internal override IDisposable Away(StorageRun run) => new Filler(_disk.File("filler"));

    private sealed class Filler : IDisposable
    {
        private readonly string _file;

        public Filler(string file)
        {
            _file = file;
            using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                var block = new byte[4096];
                while (true)
                    filler.Write(block);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Dispose() => File.Delete(_file);
    }
}
