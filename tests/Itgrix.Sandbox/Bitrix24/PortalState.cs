using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>All data of the portal, by table; optionally in a file.</summary>
internal sealed class PortalState
{
    // Fields that calls are looked up by, repeatedly, while the tables grow.
    private static readonly string[] Indexed = ["ID", "CALL_ID", "EXTERNAL_CALL_ID"];

    private readonly Dictionary<(string Table, string Field), RowIndex> _indexes = [];
    private readonly string? _file;
    private readonly JsonObject _root;

    public PortalState(string? file, Action<PortalState> seed)
    {
        _file = file;
        var isThere = file is not null && File.Exists(file);
        _root = isThere ? JsonNode.Parse(File.ReadAllText(file!))!.AsObject() : [];
        if (!isThere)
            seed(this);
    }

    public JsonArray Table(string name)
    {
        if (_root[name] is not JsonArray table)
            _root[name] = table = [];
        return table;
    }

    public JsonObject? Find(string table, string field, string value) => Rows(table, field, value).FirstOrDefault();

    /// <summary>The rows with that value in the field, oldest first.</summary>
    public IEnumerable<JsonObject> Rows(string table, string field, string value)
    {
        if (!Indexed.Contains(field))
            return Table(table).Select(row => row!.AsObject()).Where(row => Parameters.TextOf(row[field]) == value);
        if (!_indexes.TryGetValue((table, field), out var index))
            _indexes[(table, field)] = index = new(Table(table), field);
        return index.Of(value);
    }

    public JsonObject? Find(string table, int id) => Find(table, "ID", $"{id}");

    /// <summary>Ids are never reused in a portal.</summary>
    public int NextId()
    {
        var id = (int?)_root["last_id"] ?? 100;
        _root["last_id"] = ++id;
        return id;
    }

    public string Text(string name, string otherwise) => (string?)_root[name] ?? otherwise;

    public void Set(string name, string value) => _root[name] = value;

    public void Save()
    {
        if (_file is null)
            return;
        File.WriteAllText(_file + ".new", _root.ToJsonString());
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
