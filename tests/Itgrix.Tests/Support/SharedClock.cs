using System.IO.MemoryMappedFiles;

namespace Itgrix.Tests.Support;

/// <summary>
/// A clock that several processes share, and that a test advances: its offset to real time is in a file. Its
/// timers and stopwatches run in real time.
/// </summary>
internal sealed class SharedClock : TimeProvider, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _ahead;

    public SharedClock(string file)
    {
        _file = MemoryMappedFile.CreateFromFile(file, FileMode.OpenOrCreate, null, sizeof(long));
        _ahead = _file.CreateViewAccessor();
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(_ahead.ReadInt64(0));

    public void Advance(TimeSpan by) => _ahead.Write(0, _ahead.ReadInt64(0) + by.Ticks);

    public void Dispose()
    {
        _ahead.Dispose();
        _file.Dispose();
    }
}
