using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>An index of a table by an immutable field; no row is removed.</summary>
internal sealed class RowIndex(JsonArray table, string field)
{
    private readonly Dictionary<string, List<JsonObject>> _rows = [];
    private int _seen;

    /// <summary>The rows with that value, oldest first.</summary>
    public IReadOnlyList<JsonObject> Of(string value)
    {
        for (; _seen < table.Count; _seen++)
        {
            var row = table[_seen]!.AsObject();
            var key = Parameters.TextOf(row[field]);
            if (!_rows.TryGetValue(key, out var rows))
                _rows[key] = rows = [];
            rows.Add(row);
        }
        return _rows.GetValueOrDefault(value) ?? [];
    }
}
