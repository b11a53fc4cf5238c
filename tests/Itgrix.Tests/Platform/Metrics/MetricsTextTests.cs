using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Tests.Platform.Metrics;

[TestClass]
public sealed class MetricsTextTests
{
    [TestMethod]
    public void Lines_of_a_name_stand_together_below_its_help_and_type()
    {
        var metrics = new MetricsText();

        metrics.Counter("a_total", "Counts.", 1, ("kind", "x"));
        metrics.Gauge("b", "Is so.", 0.25);
        metrics.Counter("a_total", "", 3e9, ("kind", "y"), ("of", "z"));

        metrics.ToString().Should().Be("""
            # HELP a_total Counts.
            # TYPE a_total counter
            a_total{kind="x"} 1
            a_total{kind="y",of="z"} 3000000000
            # HELP b Is so.
            # TYPE b gauge
            b 0.25

            """);
    }

    [TestMethod]
    public void A_summary_has_quantiles_sum_and_count()
    {
        var metrics = new MetricsText();

        metrics.Summary("s_seconds", "Spread.", [(0.5, 0.1), (0.99, 2)], 7.5, 12, ("hook", "a/b"));

        metrics.ToString().Should().Be("""
            # HELP s_seconds Spread.
            # TYPE s_seconds summary
            s_seconds{hook="a/b",quantile="0.5"} 0.1
            s_seconds{hook="a/b",quantile="0.99"} 2
            s_seconds_sum{hook="a/b"} 7.5
            s_seconds_count{hook="a/b"} 12

            """);
    }

    [TestMethod]
    public void A_metrics_label_may_contain_any_text()
    {
        var metrics = new MetricsText();

        metrics.Gauge("g", "Help.", 1, ("file", "C:\\a \"b\"\nc"));

        metrics.ToString().Should().EndWith("g{file=\"C:\\\\a \\\"b\\\"\\nc\"} 1\n");
    }
}
