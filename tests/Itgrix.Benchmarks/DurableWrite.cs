using System.Diagnostics;

namespace Itgrix.Benchmarks;

/// <summary>Bytes appended to a file and flushed to the disk each time: the least that keeping a stage costs.</summary>
internal static class DurableWrite
{
    public static Sample Measure(string file, int bytes, int count)
    {
        using var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write);
        var (content, times, at) = (new byte[bytes], new Sample(), 0L);
        for (var write = 0; write < count; write++)
        {
            var began = Stopwatch.GetTimestamp();
            RandomAccess.Write(handle, content, at);
            RandomAccess.FlushToDisk(handle);
            times.Add(Stopwatch.GetElapsedTime(began));
            at += bytes;
        }
        return times;
    }
}
