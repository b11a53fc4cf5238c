using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Tests.Platform.Metrics;

[TestClass]
public sealed class LatencyHistogramTests
{
    [TestMethod]
    [DataRow(50, 5_000)]
    [DataRow(95, 9_500)]
    [DataRow(99, 9_900)]
    [DataRow(100, 10_000)]
    public void A_percentile_is_known_to_six_percent(double percent, double microseconds)
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 10_000; value++)
            histogram.Add(TimeSpan.FromMicroseconds(value));

        histogram.Percentile(percent).TotalMicroseconds.Should().BeInRange(microseconds, microseconds * 1.0625);
    }

    [TestMethod]
    public void An_empty_histogram_is_zero_and_the_longest_time_has_a_bucket()
    {
        var histogram = new LatencyHistogram();
        histogram.Percentile(99).Should().Be(TimeSpan.Zero);

        histogram.Add(TimeSpan.FromDays(30));
        histogram.Add(TimeSpan.FromTicks(-1));

        histogram.Percentile(1).Should().Be(TimeSpan.Zero);
        histogram.Percentile(100).Should().BeGreaterThan(TimeSpan.FromMinutes(30));
    }
}
