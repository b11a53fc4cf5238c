using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>A table by a field that is set before a row is added and never changes; no row goes away.</summary>
internal sealed class RowIndex(JsonArray table, string field)
{
    private readonly Dictionary<string, List<JsonObject>> _rows = [];
    private int _seen;

    /// <summary>Those with that value, oldest first.</summary>
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
