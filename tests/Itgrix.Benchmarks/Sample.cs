namespace Itgrix.Benchmarks;

/// <summary>Samples of one value, and their percentiles.</summary>
internal sealed class Sample
{
    private readonly List<double> _values = [];

    public void Add(TimeSpan value) => _values.Add(value.TotalMicroseconds);

    public int Count => _values.Count;

    /// <summary>In microseconds.</summary>
    public double Percentile(double percent)
    {
        var sorted = _values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }

    public double P50 => Percentile(50);

    public double P99 => Percentile(99);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
