using System.Numerics;

namespace Itgrix.Runtime.Platform.Metrics;

/// <summary>
/// Counts durations in buckets of growing width, so that any percentile is accurate to 6 % at a fixed cost: 4 KB, two
/// interlocked additions per value.
/// </summary>
internal sealed class LatencyHistogram
{
    // Sixteen buckets for each doubling, from 1 microsecond to over an hour.
    private const int Steps = 16, StepBits = 4, Doublings = 32;

    private readonly long[] _counts = new long[Doublings * Steps];
    private long _total;

    /// <summary>Sum of all values.</summary>
    public TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref _total));

    /// <summary>Number of values.</summary>
    public long Count => _counts.Sum();

    public void Add(TimeSpan duration)
    {
        Interlocked.Increment(ref _counts[Bucket((long)duration.TotalMicroseconds)]);
        Interlocked.Add(ref _total, duration.Ticks);
    }

    /// <summary>The given percentile; zero without values.</summary>
    public TimeSpan Percentile(double percent)
    {
        var counts = _counts.ToArray();
        var wanted = (long)Math.Ceiling(counts.Sum() * percent / 100);
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen > 0 && seen >= wanted)
                return TimeSpan.FromMicroseconds(UpperEnd(bucket));
        }
        return TimeSpan.Zero;
    }

    private static int Bucket(long microseconds)
    {
        if (microseconds < Steps)
            return (int)Math.Max(0, microseconds);
        var doubling = BitOperations.Log2((ulong)microseconds) - StepBits;
        var step = (int)(microseconds >> doubling) - Steps;
        return Math.Min((doubling + 1) * Steps + step, Doublings * Steps - 1);
    }

    private static double UpperEnd(int bucket)
    {
        if (bucket < Steps)
            return bucket;
        var doubling = bucket / Steps - 1;
        return ((long)(bucket % Steps + Steps + 1) << doubling) - 1;
    }
}
