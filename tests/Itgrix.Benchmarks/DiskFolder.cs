namespace Itgrix.Benchmarks;

/// <summary>
/// A folder of one measurement on the project's own disk; the system's temporary folder may be in memory.
/// </summary>
internal sealed class DiskFolder : IDisposable
{
    private readonly string _path = Directory.CreateDirectory(
        Path.Combine(BenchProgram.Home, "out", $"bench-{Guid.NewGuid():n}")).FullName;

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
