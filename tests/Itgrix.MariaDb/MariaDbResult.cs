using System.Data;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Itgrix.MariaDb;

/// <summary>Takes over what a query brought.</summary>
internal static unsafe class MariaDbResult
{
    public static DataTable Read(nint connection)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        var result = Libmariadb.StoreResult(connection);
        if (result == 0)
            return table;
        try
        {
            var count = (int)Libmariadb.FieldCount(result);
            var fields = Libmariadb.Fields(result);
            for (var index = 0; index < count; index++)
                table.Columns.Add(Marshal.PtrToStringUTF8((nint)fields[index].Name)!, TypeOf(fields[index].Type));
            for (var row = Libmariadb.Row(result); row != null; row = Libmariadb.Row(result))
                table.Rows.Add(Values(table, row, Libmariadb.Lengths(result)));
            return table;
        }
        finally
        {
            Libmariadb.FreeResult(result);
        }
    }

    // enum_field_types.
    private static Type TypeOf(int type) => type switch
    {
        1 or 2 or 3 or 9 => typeof(int),
        8 => typeof(long),
        4 or 5 => typeof(double),
        0 or 246 => typeof(decimal),
        7 or 10 or 12 => typeof(DateTime),
        _ => typeof(string),
    };

    private static object[] Values(DataTable table, byte** row, nuint* lengths)
    {
        var values = new object[table.Columns.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = row[index] == null
                ? DBNull.Value
                : Value(Encoding.UTF8.GetString(row[index], (int)lengths[index]), table.Columns[index].DataType);
        }
        return values;
    }

    private static object Value(string text, Type type) =>
        type != typeof(DateTime) ? Convert.ChangeType(text, type, CultureInfo.InvariantCulture)
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time
        : DBNull.Value;
}
