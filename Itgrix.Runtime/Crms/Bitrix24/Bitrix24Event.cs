namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>An event of a Bitrix24 portal as received, untrusted.</summary>
/// <param name="Name">In capitals: <c>ONEXTERNALCALLSTART</c>.</param>
/// <param name="Token">The application token in it; empty when there is none.</param>
/// <param name="Time">The time of the event as the portal wrote it.</param>
/// <param name="Data">Its data by field.</param>
internal sealed record Bitrix24Event(string Name, string Token, string Time, IReadOnlyDictionary<string, string> Data)
{
    private static readonly string[] CreatedFields = ["ENTITY_TYPE", "ENTITY_ID"];

    private const string DataBegin = "data[", CreatedName = "CRM_CREATED_ENTITIES";

    /// <summary>The address that it came from, for the log.</summary>
    public string From { get; init; } = "an unknown address";

    /// <summary>The contact, deal or other entities that the portal created for the call.</summary>
    public IReadOnlyList<(string Type, string Id)> Created { get; private init; } = [];

    /// <summary>A field of the data; empty when it is missing.</summary>
    public string this[string field] => Data.GetValueOrDefault(field, "");

    /// <summary>The event as a hook gets it, without the tokens that came with it.</summary>
    public JsonObject ToJson()
    {
        var data = new JsonObject(Data.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)));
        if (Created.Count > 0)
            data[CreatedName] = CreatedToJson();
        return new() { ["event"] = Name, ["data"] = data, ["ts"] = Time };
    }

    /// <summary>The created entities in the form of an answer to a registration.</summary>
    public JsonArray CreatedToJson() => new([.. Created.Select(one =>
        (JsonNode)new JsonObject { ["ENTITY_TYPE"] = one.Type, ["ENTITY_ID"] = one.Id })]);

    /// <summary>Reads the fields of a form, named as in PHP: <c>data[CALL_ID]</c>.</summary>
    /// <returns>The event, or the mistake in the form.</returns>
    public static (Bitrix24Event? Event, string Problem) Read(IEnumerable<KeyValuePair<string, string>> form)
    {
        var (fields, problem) = Bitrix24Form.Read(form);
        if (fields is null)
            return (null, problem);
        string Of(string name) => fields.GetValueOrDefault(name, "");
        if (Of("event").Length == 0)
            return (null, "the field 'event' is missing.");
        var data = fields.Where(field => IsData(field.Key))
            .ToDictionary(field => field.Key[DataBegin.Length..^1], field => field.Value);
        return (new(Of("event").ToUpperInvariant(), Of("auth[application_token]"), Of("ts"), data)
            { Created = [.. CreatedIn(fields)] }, "");
    }

    // As PHP writes a list: data[CRM_CREATED_ENTITIES][0][ENTITY_TYPE].
    private static IEnumerable<(string Type, string Id)> CreatedIn(
        IReadOnlyDictionary<string, string> fields)
    {
        for (var index = 0; ; index++)
        {
            var values = CreatedFields.Select(name =>
                fields.GetValueOrDefault($"{DataBegin}{CreatedName}][{index}][{name}]", "")).ToList();
            if (values is not [{ Length: > 0 } type, { Length: > 0 } id])
                yield break;
            yield return (type, id);
        }
    }

    private static bool IsData(string name) =>
        name.StartsWith(DataBegin, StringComparison.Ordinal)
        && name.IndexOf(']') == name.Length - 1 && name.Length > DataBegin.Length + 1;
}
