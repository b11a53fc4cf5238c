using Itgrix.Runtime.Crms.Clicks;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>The past calls to deliver again: by id, or of a period.</summary>
internal sealed record PastCallRequest(IReadOnlyList<string> Ids, PastPeriod? Period)
{
    private const int MaxIds = 2000, MaxId = 150;
    private const string Id = "id", From = "start_date", To = "end_date";

    /// <summary>Parses it from a body.</summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static (PastCallRequest? Request, string? Problem) Read(JsonElement json)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var field in json.EnumerateObject())
        {
            var values = field.Value.ValueKind == JsonValueKind.Array
                ? [.. field.Value.EnumerateArray()]
                : new[] { field.Value };
            foreach (var value in values)
            {
                if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                    return (null, $"{DialValues.Shown(field.Name)} is no string: give {{\"id\": [\"1763720000.7\"]}}.");
                fields.Add(new(field.Name, value.ToString()));
            }
        }
        return Read(fields);
    }

    /// <summary>Parses it from the query string.</summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static (PastCallRequest? Request, string? Problem) Read(
        IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        if (fields.FirstOrDefault(field => field.Key is not (Id or From or To)) is { Key: { } unknown })
            return (null, $"{DialValues.Shown(unknown)} is not known here. Known: {Id}, {From}, {To}.");
        var ids = Of(Id).Select(id => id.Trim()).Distinct().ToList();
        if (ids.Count == 0 == (Of(From).Count == 0) || Of(From).Count > 1 || Of(To).Count > 1
            || (ids.Count > 0 && Of(To).Count > 0))
            return (null, $"give either {Id}, or {From} and optionally {To}.");
        if (ids.Count > MaxIds)
            return (null, $"{ids.Count} ids are too many at once: give {MaxIds} at most, or a period.");
        if (ids.Find(id => !IsId(id)) is { } wrong)
            return (null,
                $"{DialValues.Shown(wrong)} is not a linkedid: give one as Asterisk has it, such as 1763720000.7.");
        if (ids.Count > 0)
            return (new(ids, null), null);
        var (period, problem) = PastPeriod.Read(Of(From)[0], Of(To).FirstOrDefault());
        return (period is null ? null : new([], period), problem);

        List<string> Of(string name) => [.. fields.Where(field => field.Key == name).Select(field => field.Value)];
    }

    public override string ToString() => Period is { } period
        ? $"{period.From:yyyy-MM-dd HH:mm:ss} to "
            + $"{(period.To is { } to ? $"{to.AddSeconds(-1):yyyy-MM-dd HH:mm:ss}" : "now")}"
        : $"{Ids.Count} calls by id";

    private static bool IsId(string id) => id.Length is > 0 and <= MaxId && id.All(one => one is > ' ' and <= '~');
}
