using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Itgrix.MariaDb;

/// <summary>A statement whose values are put in as literals, escaped by the library.</summary>
public sealed partial class MariaDbCommand(MariaDbConnection connection) : DbCommand
{
    private readonly MariaDbParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
        // Results are stored when they come: nothing is left to cancel.
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery()
    {
        using var reader = ExecuteReader();
        return (int)Libmariadb.AffectedRows(connection.Handle);
    }

    public override object? ExecuteScalar()
    {
        using var reader = ExecuteReader();
        return reader.Read() ? reader.GetValue(0) : null;
    }

    protected override DbParameter CreateDbParameter() => new MariaDbParameter();

    protected override unsafe DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var text = Encoding.UTF8.GetBytes(Placeholder().Replace(CommandText, name => Literal(_parameters[name.Value].Value)));
        fixed (byte* start = text)
        {
            if (Libmariadb.Query(connection.Handle, start, (nuint)text.Length) != 0)
                throw connection.Error();
        }
        return MariaDbResult.Read(connection.Handle).CreateDataReader();
    }

    [GeneratedRegex("@[a-z0-9]+")]
    private static partial Regex Placeholder();

    private string Literal(object? value) => value switch
    {
        null or DBNull => "NULL",
        DateTime time => time.ToString("\\'yyyy-MM-dd HH:mm:ss.ffffff\\'", CultureInfo.InvariantCulture),
        string text => $"'{Escape(text)}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{value.GetType()} is no type for a value."),
    };

    private unsafe string Escape(string text)
    {
        var from = Encoding.UTF8.GetBytes(text + '\0');
        var to = new byte[2 * from.Length + 1];
        fixed (byte* source = from, target = to)
        {
            var length = Libmariadb.Escape(connection.Handle, target, source, (nuint)(from.Length - 1));
            return Encoding.UTF8.GetString(to, 0, (int)length);
        }
    }
}
