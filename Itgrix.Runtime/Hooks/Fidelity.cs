using System.Numerics;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// Restores the original form of values that a hook did not change, where the engine's language loses it: PHP makes
/// <c>[]</c> of <c>{}</c>, <c>1</c> of <c>1.0</c>, a float of an integer beyond 64 bits.
/// </summary>
internal static class Fidelity
{
    /// <summary>Restores every field of the reply that has an equal value in the input.</summary>
    public static void Repair(JsonObject reply, JsonElement input)
    {
        foreach (var (name, value) in reply.ToList())
            if (input.TryGetProperty(name, out var original) && Repaired(value, original) is { } repaired)
                reply[name] = repaired;
    }

    // The original where the value equals it; null where the value stays, perhaps restored inside.
    private static JsonNode? Repaired(JsonNode? value, JsonElement original)
    {
        switch (value, original.ValueKind)
        {
            case (JsonObject fields, JsonValueKind.Object):
                Repair(fields, original);
                return null;
            case (JsonArray items, JsonValueKind.Array):
                RepairItems(items, original);
                return null;
            case (JsonArray items, JsonValueKind.Object) when IsListOf(items, original):
            case (JsonObject { Count: 0 }, JsonValueKind.Array) when original.GetArrayLength() == 0:
                return JsonValues.Node(original);
            case (JsonValue number, JsonValueKind.Number) when number.GetValueKind() == JsonValueKind.Number:
                return SameNumber(number.ToJsonString(), original.GetRawText()) ? JsonValues.Node(original) : null;
            default:
                return null;
        }
    }

    private static void RepairItems(JsonArray items, JsonElement original)
    {
        var index = 0;
        foreach (var item in original.EnumerateArray())
        {
            if (index == items.Count)
                return;
            if (Repaired(items[index], item) is { } repaired)
                items[index] = repaired;
            index++;
        }
    }

    // PHP's list of what were the fields "0", "1", ...; the empty list is the most frequent case.
    private static bool IsListOf(JsonArray items, JsonElement original)
    {
        var index = 0;
        foreach (var property in original.EnumerateObject())
        {
            if (index == items.Count || property.Name != index.ToString(CultureInfo.InvariantCulture))
                return false;
            var item = Repaired(items[index], property.Value) ?? items[index];
            if (!JsonNode.DeepEquals(item, JsonValues.Node(property.Value)))
                return false;
            index++;
        }
        return index == items.Count;
    }

    // Integers differ if one digit differs; other numbers are equal when they are the same double, PHP's only
    // other type.
    private static bool SameNumber(string value, string original)
    {
        if (BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var one)
            && BigInteger.TryParse(
                original, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var other))
            return one == other;
        return double.Parse(value, CultureInfo.InvariantCulture)
            .Equals(double.Parse(original, CultureInfo.InvariantCulture));
    }
}
