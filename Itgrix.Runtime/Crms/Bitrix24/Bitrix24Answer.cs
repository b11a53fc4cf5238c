namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The answer of a method.</summary>
/// <param name="Result">Any JSON; PHP writes an empty object as <c>[]</c>.</param>
/// <param name="Total">The number of entries of a list.</param>
/// <param name="Next">Where the next page of a list begins; <c>null</c> at its end.</param>
/// <param name="Time">The time it took.</param>
internal sealed record Bitrix24Answer(
    JsonElement Result, int? Total = null, int? Next = null, Bitrix24Time? Time = null)
{
    public static Bitrix24Answer From(JsonElement answer, JsonElement result) =>
        new(result, Number(answer, "total"), Number(answer, "next"), Bitrix24Time.From(answer));

    /// <summary>A numeric field, written as a number or a text.</summary>
    public static int? Number(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) ? NumberOf(value) : null;

    public static int? NumberOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), out var number)
            ? number : null;
}
