using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>The filters, orders and selections of lists: <c>{"&gt;=DATE_CREATE": ..., "@ID": [1, 2]}</c>.</summary>
internal static class RowFilter
{
    private static readonly string[] Signs =
        ["!=%", "!%", "!@", "!=", "=%", "%=", ">=", "<=", "!", "=", ">", "<", "%", "@"];

    public static bool Fits(JsonObject row, JsonObject filter) => filter.All(rule => Fits(row, rule.Key, rule.Value));

    public static IEnumerable<JsonObject> Ordered(IEnumerable<JsonObject> rows, JsonObject order)
    {
        var ordered = rows.OrderBy(_ => 0);
        foreach (var (field, direction) in order)
        {
            ordered = string.Equals(Parameters.TextOf(direction), "DESC", StringComparison.OrdinalIgnoreCase)
                ? ordered.ThenByDescending(Key, Comparer<string>.Create(Compare))
                : ordered.ThenBy(Key, Comparer<string>.Create(Compare));

            string Key(JsonObject row) => Text(row, field);
        }
        return ordered;
    }

    public static JsonObject Selected(JsonObject row, IReadOnlyList<string> fields) =>
        fields.Count == 0 || fields.Contains("*")
            ? row.DeepClone().AsObject()
            : new(row.Where(field => field.Key == "ID" || fields.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
                .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static bool Fits(JsonObject row, string rule, JsonNode? wanted)
    {
        var sign = Signs.FirstOrDefault(rule.StartsWith) ?? "";
        var field = rule[sign.Length..].ToUpperInvariant();
        var values = MultiField.Is(field) ? MultiField.Values(row[field]).ToList() : [Text(row, field)];
        var isNot = sign.StartsWith('!');
        return values.Any(value => Holds(sign.TrimStart('!'), field, value, wanted)) != isNot;
    }

    private static bool Holds(string sign, string field, string value, JsonNode? wanted)
    {
        var text = Parameters.TextOf(wanted is JsonArray ? null : wanted);
        return sign switch
        {
            ">" => Compare(value, text) > 0,
            ">=" => Compare(value, text) >= 0,
            "<" => Compare(value, text) < 0,
            "<=" => Compare(value, text) <= 0,
            "%" or "=%" or "%=" => value.Contains(text.Trim('%'), StringComparison.OrdinalIgnoreCase),
            _ when wanted is JsonArray list => list.Any(one => IsSame(field, value, Parameters.TextOf(one))),
            _ => IsSame(field, value, text),
        };
    }

    private static bool IsSame(string field, string value, string wanted) => field == "PHONE"
        ? Phones.AreSame(value, wanted)
        : string.Equals(Logical(value), Logical(wanted), StringComparison.OrdinalIgnoreCase);

    // ACTIVE is true in answers and may be Y or 1 in filters.
    private static string Logical(string value) => value is "Y" or "true" ? "1" : value;

    private static string Text(JsonObject row, string field) =>
        Parameters.TextOf(row[field] is JsonValue value ? value : null);

    private static int Compare(string one, string other) =>
        double.TryParse(one, CultureInfo.InvariantCulture, out var number)
        && double.TryParse(other, CultureInfo.InvariantCulture, out var second)
            ? number.CompareTo(second) : string.CompareOrdinal(one, other);
}
