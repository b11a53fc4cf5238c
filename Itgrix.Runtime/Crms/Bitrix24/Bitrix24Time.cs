namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The time that a request took, from its answer.</summary>
/// <param name="Duration">From receiving the request to the answer.</param>
/// <param name="Operating">The working time of the method in the last ten minutes.</param>
/// <param name="OperatingResetIn">
/// The time until a part of it becomes available again, counted from the answer by Bitrix24's clock.
/// </param>
internal sealed record Bitrix24Time(TimeSpan Duration, TimeSpan? Operating, TimeSpan? OperatingResetIn)
{
    private const double MaxSeconds = 1e9;

    /// <summary>The <c>time</c> of an answer; <c>null</c> when there is none.</summary>
    public static Bitrix24Time? From(JsonElement answer) =>
        answer.TryGetProperty("time", out var time) ? OfTime(time) : null;

    /// <summary>Reads the object itself.</summary>
    public static Bitrix24Time? OfTime(JsonElement time)
    {
        if (time.ValueKind != JsonValueKind.Object)
            return null;
        var (finish, reset) = (Seconds("finish"), Seconds("operating_reset_at"));
        return new(Span(Seconds("duration")) ?? TimeSpan.Zero, Span(Seconds("operating")), Span(reset - finish));

        double? Seconds(string name) =>
            time.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds) ? seconds : null;
    }

    private static TimeSpan? Span(double? seconds) =>
        seconds is { } given && Math.Abs(given) < MaxSeconds ? TimeSpan.FromSeconds(given) : null;
}
