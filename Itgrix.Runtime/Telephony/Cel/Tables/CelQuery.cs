using System.Data.Common;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>Builds a query for rows of the table; every value is a parameter.</summary>
internal sealed class CelQuery(CelTableSchema schema, CelDatabase database, string table)
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    /// <summary>The known fields, in the order in which the query returns them.</summary>
    public IReadOnlyList<CelField> Fields { get; } = [.. schema.Columns.Positions.Keys.Order()];

    /// <summary>Position of the id in the row; only with a schema that has one.</summary>
    public int IdOrdinal => Fields.Count;

    /// <summary>Maximum number of rows; <c>null</c> for all.</summary>
    public int? Limit { get; init; }

    public CelQuery Where(CelField field, string comparison, params object[] values) =>
        Where(schema.Columns.All[schema.Columns.Positions[field]], comparison, values);

    public CelQuery WhereId(string comparison, long value) => Where(schema.Id!, comparison, value);

    public DbCommand ToCommand(DbConnection connection, TimeSpan limit)
    {
        var command = connection.CreateCommand();
        command.CommandText = Text();
        command.CommandTimeout = (int)limit.TotalSeconds;
        for (var index = 0; index < _values.Count; index++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (CelDatabase.ParameterName(index), _values[index]);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private CelQuery Where(string column, string comparison, params object[] values)
    {
        var names = string.Join(", ", values.Select((_, index) => database.Parameter(_values.Count + index)));
        _conditions.Add($"{database.Quote(column)} {comparison} {(comparison == "IN" ? $"({names})" : names)}");
        _values.AddRange(values);
        return this;
    }

    private string Text()
    {
        var columns = Fields.Select(field => schema.Columns.All[schema.Columns.Positions[field]]);
        var text = new StringBuilder("SELECT ")
            .AppendJoin(", ", (schema.Id is null ? columns : columns.Append(schema.Id)).Select(database.Quote))
            .Append(" FROM ").Append(database.QuoteTable(table));
        if (_conditions.Count > 0)
            text.Append(" WHERE ").AppendJoin(" AND ", _conditions);
        // Asterisk writes the rows in order: where they have an id, it is more exact than any time.
        text.Append(" ORDER BY ").Append(database.Quote(schema.Id ?? schema.TimeColumn));
        if (Limit is { } limit && database.KnowsLimit)
            text.Append(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        return text.ToString();
    }
}
