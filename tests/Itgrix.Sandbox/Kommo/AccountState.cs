using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>All data of the account, by table, in order of creation.</summary>
internal sealed class AccountState(TimeProvider time, TimeSpan searchDelay)
{
    private readonly Dictionary<string, List<JsonObject>> _tables = [];
    private long _lastId = 1000;

    public const long AccountId = 30000001;

    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public List<JsonObject> Table(string name)
    {
        if (!_tables.TryGetValue(name, out var table))
            _tables[name] = table = [];
        return table;
    }

    /// <summary>Ids are never reused in an account.</summary>
    public long NextId() => ++_lastId;

    public JsonObject? Find(string table, long id) => Table(table).Find(row => (long)row["id"]! == id);

    /// <summary>The entities with the number.</summary>
    public JsonObject? FindByPhone(string table, string phone) => Table(table).Find(row =>
        row["is_unsorted"] is null && IsFound(row) && PhonesOf(row).Any(one => Phones.AreSame(one, phone)));

    /// <summary>Whether the search index has it already.</summary>
    public bool IsFound(JsonObject entity) => searchDelay == TimeSpan.Zero
        || Now - (long)entity["created_at"]! >= searchDelay.TotalSeconds;

    public IEnumerable<string> PhonesOf(JsonObject entity) => (entity["custom_fields_values"] as JsonArray ?? [])
        .Where(field => (string?)field!["field_code"] == "PHONE")
        .SelectMany(field => field!["values"]!.AsArray()).Select(value => value!["value"]!.ToString());

    /// <summary>The leads of a contact or company that are neither won nor lost.</summary>
    public IReadOnlyList<JsonObject> OpenLeadsOf(string table, long id) =>
        [.. LeadsOf(table, id).Where(lead => (long)lead["status_id"]! is not (AccountSeed.Won or AccountSeed.Lost))];

    /// <summary>All leads of a contact or company.</summary>
    public IReadOnlyList<JsonObject> LeadsOf(string table, long id) => Table("leads").FindAll(lead =>
        (lead["_embedded"]?[table] as JsonArray ?? []).Any(link => (long)link!["id"]! == id));
}
