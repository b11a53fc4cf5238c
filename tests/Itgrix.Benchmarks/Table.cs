using System.Globalization;

namespace Itgrix.Benchmarks;

/// <summary>The figures as a Markdown table, the format of the README.</summary>
internal static class Table
{
    public static IEnumerable<string> Of(IEnumerable<Figure> figures) =>
        figures.Select(figure => string.Create(CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.Value:0.####} {figure.Unit} | {figure.Must} | "
                + $"{(figure.Holds ? "yes" : "**no**")} | {figure.Detail} |"))
            .Prepend("| --- | --- | --- | --- | --- |")
            .Prepend("| figure | value | must | holds | measured |");
}
