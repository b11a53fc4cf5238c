using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>Everything the portal holds, by table; optionally in a file.</summary>
internal sealed class PortalState
{
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

    public JsonObject? Find(string table, string field, string value) =>
        Table(table).Select(row => row!.AsObject()).FirstOrDefault(row => Parameters.TextOf(row[field]) == value);

    public JsonObject? Find(string table, int id) => Find(table, "ID", $"{id}");

    /// <summary>Numbers are never given twice in a portal.</summary>
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
