using System.Globalization;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>voximplant.statistic.get: ended calls, whatever application registered them.</summary>
internal sealed class HistoryMethods(PortalState state)
{
    private const string Date = "CALL_START_DATE";
    private const int PageSize = 50;

    public void AddTo(IDictionary<string, Func<Parameters, object>> methods) =>
        methods["voximplant.statistic.get"] = Get;

    // Unlike other lists, its parameters are upper case only: another filter is ignored.
    private ListPage Get(Parameters parameters)
    {
        var filter = Dated(parameters.Json["FILTER"]?.DeepClone() as JsonObject ?? []);
        var order = new JsonObject
        {
            [parameters.Json["SORT"]?.ToString() ?? "ID"] = parameters.Json["ORDER"]?.ToString() ?? "ASC",
        };
        var rows = RowFilter.Ordered(state.Table("statistic").Select(row => Row(row!.AsObject()))
            .Where(row => RowFilter.Fits(row, filter)), order).ToList();
        var start = Math.Max(0, parameters.Number("start"));
        return new(new([.. rows.Skip(start).Take(PageSize)]), rows.Count, start + PageSize < rows.Count
            ? start + PageSize : null);
    }

    private JsonObject Row(JsonObject call)
    {
        var row = call.DeepClone().AsObject();
        row[Date] = Utc(Parameters.TextOf(state.Find("call", "CALL_ID", Parameters.TextOf(call["CALL_ID"]))?[Date]));
        row["CALL_TYPE"] = call["INCOMING"]?.DeepClone();
        return row;
    }

    private static JsonObject Dated(JsonObject filter) => new(filter.Select(rule => KeyValuePair.Create(rule.Key,
        rule.Key.EndsWith(Date, StringComparison.Ordinal) ? Utc(Parameters.TextOf(rule.Value))
            : rule.Value?.DeepClone())));

    // In one zone, times compare as text.
    private static JsonNode Utc(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var moment)
        ? moment.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : time;
}
