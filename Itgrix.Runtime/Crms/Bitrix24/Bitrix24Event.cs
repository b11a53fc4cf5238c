using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>An event of a Bitrix24 portal as it came, from wherever: nothing of it is to be believed yet.</summary>
/// <param name="Name">In capitals: <c>ONEXTERNALCALLSTART</c>.</param>
/// <param name="Token">The application token that it shows; empty when it shows none.</param>
/// <param name="Time">When the portal made it, by its words.</param>
/// <param name="Data">What it tells, by field.</param>
internal sealed record Bitrix24Event(string Name, string Token, string Time, IReadOnlyDictionary<string, string> Data)
{
    private const int MaxFields = 100, MaxName = 100, MaxValue = 2000;
    private const string DataBegin = "data[";

    /// <summary>What the data say, empty when they do not.</summary>
    public string this[string field] => Data.GetValueOrDefault(field, "");

    /// <summary>The portal's words for a hook, without the tokens that came with them.</summary>
    public JsonObject ToJson() => new()
    {
        ["event"] = Name,
        ["data"] = new JsonObject(Data.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))),
        ["ts"] = Time,
    };

    /// <summary>Reads the fields of a form, named as PHP names them: <c>data[CALL_ID]</c>.</summary>
    /// <returns>The event, or what is wrong with the form.</returns>
    public static (Bitrix24Event? Event, string Problem) Read(IEnumerable<KeyValuePair<string, string>> form)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in form)
        {
            if (name.Length > MaxName || value.Length > MaxValue)
                return (null, $"a field is longer than {MaxValue} characters, or its name than {MaxName}.");
            // Whom two values are shown, one may believe the first and the other the last.
            if (!fields.TryAdd(name, value))
                return (null, "a field is there twice.");
            if (fields.Count > MaxFields)
                return (null, $"there are more than {MaxFields} fields.");
        }
        string Of(string name) => fields.GetValueOrDefault(name, "");
        if (Of("event").Length == 0)
            return (null, "the field 'event' is missing.");
        var data = fields.Where(field => IsData(field.Key))
            .ToDictionary(field => field.Key[DataBegin.Length..^1], field => field.Value);
        return (new(Of("event").ToUpperInvariant(), Of("auth[application_token]"), Of("ts"), data), "");
    }

    private static bool IsData(string name) =>
        name.StartsWith(DataBegin, StringComparison.Ordinal)
        && name.IndexOf(']') == name.Length - 1 && name.Length > DataBegin.Length + 1;
}
