using System.Text.Json.Serialization;

namespace Itgrix.Benchmarks;

/// <summary>One line of the table: a ratio or a time measured in this run, and its threshold.</summary>
/// <param name="Name">For example <c>csx-call-over-echo</c>.</param>
/// <param name="Unit"><c>x</c> for a ratio.</param>
/// <param name="Must">For example <c>&lt;= 6</c>.</param>
internal sealed record Figure(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("must")] string Must,
    [property: JsonPropertyName("holds")] bool Holds)
{
    /// <summary>The measured values of this machine, for the reader of the table.</summary>
    [JsonIgnore]
    public string Detail { get; init; } = "";

    public static Figure AtMost(string name, double value, string unit, double max, string detail) =>
        new(name, Math.Round(value, 4), unit, $"<= {max:0.#####}", value <= max) { Detail = detail };

    public static Figure AtLeast(string name, double value, string unit, double least, string detail) =>
        new(name, Math.Round(value, 4), unit, $">= {least:0.#####}", value >= least) { Detail = detail };
}
