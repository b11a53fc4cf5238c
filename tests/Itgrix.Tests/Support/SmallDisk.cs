namespace Itgrix.Tests.Support;

/// <summary>A small disk in memory, which a test fills.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Mounts it; the test is inconclusive where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync()
    {
        var disk = new SmallDisk();
        var mount = await Command.Start(
            "mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", disk._folder.Path], [], "/");
        if (mount.ExitCode == 0)
            return disk;
        disk._folder.Dispose();
        Assert.Inconclusive(
            $"A small disk cannot be mounted here, which takes root and CAP_SYS_ADMIN: {mount.Errors}");
        return disk;
    }

    public string File(string name) => _folder.File(name);

    /// <summary>Leaves no space until this is disposed.</summary>
    public IDisposable Fill() => new Filler(File("filler"));

    public void Dispose()
    {
        Command.Start("umount", [_folder.Path], [], "/").GetAwaiter().GetResult().ExitCode.Should().Be(0);
        _folder.Dispose();
    }

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

        public void Dispose() => System.IO.File.Delete(_file);
    }
}
