namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Writes parameters as PHP reads them from a query: <c>FIELDS[PHONE][0][VALUE]=1</c>.</summary>
internal static class PhpQuery
{
    public static string Append(string method, JsonObject? parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters ?? [])
            Write(query, Uri.EscapeDataString(name), value);
        return query.Length == 0 ? method : $"{method}?{query}";
    }

    // Null, empty lists and empty objects cannot be written in this form.
    private static void Write(StringBuilder query, string key, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject fields:
                foreach (var (name, field) in fields)
                    Write(query, $"{key}[{Uri.EscapeDataString(name)}]", field);
                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                    Write(query, $"{key}[{index}]", items[index]);
                break;
            case not null:
                query.Append(query.Length == 0 ? "" : "&").Append(key).Append('=')
                    .Append(Uri.EscapeDataString(Text(value)));
                break;
        }
    }

    private static string Text(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.ToString(),
    };
}
