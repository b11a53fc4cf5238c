namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>An event of a Bitrix24 portal as received, untrusted.</summary>
/// <param name="Name">In capitals: <c>ONEXTERNALCALLSTART</c>.</param>
/// <param name="Token">The application token in it; empty when there is none.</param>
/// <param name="Time">The time of the event as the portal wrote it.</param>
/// <param name="Data">Its data by field.</param>
internal sealed record Bitrix24Event(string Name, string Token, string Time, IReadOnlyDictionary<string, string> Data)
{
    private const int MaxFields = 100, MaxName = 100, MaxValue = 2000;
    private const string DataBegin = "data[";

    /// <summary>A field of the data; empty when it is missing.</summary>
    public string this[string field] => Data.GetValueOrDefault(field, "");

    /// <summary>The event as a hook gets it, without the tokens that came with it.</summary>
    public JsonObject ToJson() => new()
    {
        ["event"] = Name,
        ["data"] = new JsonObject(Data.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))),
        ["ts"] = Time,
    };

    /// <summary>Reads the fields of a form, named as in PHP: <c>data[CALL_ID]</c>.</summary>
    /// <returns>The event, or the mistake in the form.</returns>
    public static (Bitrix24Event? Event, string Problem) Read(IEnumerable<KeyValuePair<string, string>> form)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in form)
        {
            if (name.Length > MaxName || value.Length > MaxValue)
                return (null, $"a field is longer than {MaxValue} characters, or its name than {MaxName}.");
            // Of two values for one field, one reader may take the first and another the last.
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
