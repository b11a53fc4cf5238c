using System.Data;
using System.Data.Common;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>The detected schema of the table.</summary>
/// <param name="Columns">All columns, and which of them are known.</param>
/// <param name="Id">A number that grows with each row and gives their order; <c>null</c> without.</param>
/// <param name="TimeForm">The format of the time.</param>
internal sealed record CelTableSchema(CelColumns Columns, string? Id, CelTimeForm TimeForm)
{
    // cel_sqlite3_custom creates "AcctId".
    private static readonly string[] IdNames = ["id", "acctid", "cel_id"];

    private static readonly Type[] Numbers =
        [typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(short), typeof(ushort), typeof(decimal)];

    private static readonly Type[] Dates = [typeof(DateTime), typeof(DateTimeOffset)];

    public string TimeColumn => Columns.All[Columns.Positions[CelField.EventTime]];

    /// <summary>Reads the schema from the table itself, by a query without results.</summary>
    /// <exception cref="CelStoreException">A column is missing.</exception>
    public static async Task<CelTableSchema> ReadAsync(
        DbConnection connection, CelDatabase database, CelTableOptions options, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {database.QuoteTable(options.Table)} WHERE 1 = 0";
        command.CommandTimeout = (int)options.Timeout.TotalSeconds;
        CelColumns columns;
        string? id;
        string timeType;
        await using (var reader = await command.ExecuteReaderAsync(CommandBehavior.Default, cancellation))
        {
            columns = ColumnsOf(reader, database, options);
            var ids = IdNames.Select(name => Find(columns.All, name));
            id = ids.Where(position => position >= 0 && Numbers.Contains(reader.GetFieldType(position)))
                .Select(position => columns.All[position]).FirstOrDefault();
            var time = columns.Positions[CelField.EventTime];
            timeType = Dates.Contains(reader.GetFieldType(time)) ? reader.GetDataTypeName(time) : "";
        }
        var schema = new CelTableSchema(columns, id, CelTimeForms.OfType(timeType));
        if (timeType.Length > 0)
            return schema;
        var latest = await LatestAsync(command, schema.TimeColumn, database, options.Table, cancellation);
        return schema with { TimeForm = CelTimeForms.OfSample(latest) };
    }

    private static CelColumns ColumnsOf(DbDataReader reader, CelDatabase database, CelTableOptions options)
    {
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName);
        var columns = CelColumns.Create([.. names], options.Columns);
        var absent = options.Columns.Values.Where(name => Find(columns.All, name) < 0).ToList();
        if (absent.Count > 0 || columns.Missing.Count > 0)
            throw new CelStoreException($"The table {options.Table} of {database} has no column for "
                + $"{string.Join(", ", absent.Concat(columns.Missing).Distinct())}: "
                + $"it has {string.Join(", ", columns.All)}. "
                + "If one of these is it, name it in asterisk.cel.columns, for example {\"extra\": \"eventextra\"}.");
        return columns;
    }

    // The column's type does not determine the format: the latest value does.
    private static async Task<object?> LatestAsync(
        DbCommand command, string timeColumn, CelDatabase database, string table, CancellationToken cancellation)
    {
        command.CommandText = $"SELECT MAX({database.Quote(timeColumn)}) FROM {database.QuoteTable(table)}";
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static int Find(IReadOnlyList<string> columns, string name)
    {
        for (var position = 0; position < columns.Count; position++)
        {
            if (columns[position].Equals(name, StringComparison.OrdinalIgnoreCase))
                return position;
        }
        return -1;
    }
}
