using System.Text.Json;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What a method answered.</summary>
/// <param name="Result">Of any kind; PHP writes an empty object as <c>[]</c>.</param>
/// <param name="Total">How many entries a list has in all.</param>
/// <param name="Next">Where a list goes on; <c>null</c> at its end.</param>
/// <param name="Time">What it took.</param>
internal sealed record Bitrix24Answer(
    JsonElement Result, int? Total = null, int? Next = null, Bitrix24Time? Time = null)
{
    public static Bitrix24Answer From(JsonElement answer, JsonElement result) =>
        new(result, Number(answer, "total"), Number(answer, "next"), Bitrix24Time.From(answer));

    /// <summary>A field that is a number, be it written as one or as a text.</summary>
    public static int? Number(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) ? NumberOf(value) : null;

    public static int? NumberOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && int.TryParse(value.ToString(), out var number)
            ? number : null;
}
