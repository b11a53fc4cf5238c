namespace Itgrix.Runtime.Platform.Metrics;

/// <summary>Metrics in Prometheus's text format 0.0.4.</summary>
/// <remarks>https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format</remarks>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Dictionary<string, StringBuilder> _families = [];

    /// <summary>A counter: only grows, until the service restarts. Its name ends with <c>_total</c>.</summary>
    public void Counter(
        string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(Family(name, help, "counter"), name, value, labels);

    /// <summary>A gauge: the current value.</summary>
    public void Gauge(
        string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Add(Family(name, help, "gauge"), name, value, labels);

    /// <summary>A summary: quantiles of the values.</summary>
    public void Summary(
        string name, string help, IEnumerable<(double Quantile, double Value)> quantiles, double sum, long count,
        (string Name, string Value) label)
    {
        var family = Family(name, help, "summary");
        foreach (var (quantile, value) in quantiles)
            Add(family, name, value, [label, ("quantile", Text(quantile))]);
        Add(family, name + "_sum", sum, [label]);
        Add(family, name + "_count", count, [label]);
    }

    public override string ToString() => string.Concat(_families.Values);

    // All lines of one name must be adjacent.
    private StringBuilder Family(string name, string help, string type)
    {
        if (!_families.TryGetValue(name, out var lines))
            _families[name] = lines = new StringBuilder($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return lines;
    }

    private static void Add(
        StringBuilder lines, string name, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        lines.Append(name);
        for (var at = 0; at < labels.Length; at++)
            lines.Append(at == 0 ? '{' : ',').Append(labels[at].Name).Append("=\"")
                .Append(Escaped(labels[at].Value)).Append('"');
        lines.Append(labels.Length > 0 ? "} " : " ").Append(Text(value)).Append('\n');
    }

    private static string Escaped(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
