using System.Globalization;
using System.Text;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>
/// Rows of a table with columns of any type. A line is a row; a field is a text, or after <c>i</c>, <c>r</c>, <c>b</c>,
/// <c>n</c> and a colon a whole number, a number, bytes, nothing.
/// </summary>
internal sealed class CelTableTarget : IFuzzTarget
{
    private const int MaxRows = 20;

    private static readonly string[] Columns =
        ["id", "eventtype", "eventtime", "uniqueid", "linkedid", "channame", "eventextra"];

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _connection;

    public CelTableTarget()
    {
        _connection = new($"Data Source={_folder.File("cel.db")}");
        _connection.Open();
        Execute($"PRAGMA synchronous = OFF; CREATE TABLE cel ({string.Join(", ", Columns)})");
    }

    public string Name => "cel_table";

    public IReadOnlyList<byte[]> Corpus { get; } = [.. new[]
    {
        "i:1|CHAN_START|2026-11-21 06:16:50|1.1|1.1|PJSIP/101-1|{}\ni:2|HANGUP|2026-11-21 "
        + "06:16:51|1.1|1.1|PJSIP/101-1|{\"hangupcause\":16}",
        "i:1|1|i:1795231010|1.1|1.1|PJSIP/101-1|n:\ni:2|LINKEDID_END|i:1795231011|1.1|1.1|PJSIP/101-1|",
        "i:1|ANSWER|r:1795231010.5|1.1|1.1|PJSIP/101-1|", "i:1|ANSWER|20261121061650|1.1|1.1|PJSIP/101-1|b:00",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Words { get; } =
        ["i:", "r:", "b:", "n:", "|", "0000-00-00 00:00:00", "2026-11-21T06:16:50Z", "11/21/2026 06:16:50"];

    public async Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        Execute("DELETE FROM cel");
        foreach (var line in Encoding.UTF8.GetString(input).Split('\n').Take(MaxRows))
            Insert(line.Split('|'));
        var options = new CelTableOptions { Provider = "sqlite", Connection = _connection.ConnectionString };
        var table = new CelTable(
            options, SqliteFactory.Instance, new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        try
        {
            var records = await CelCsvTarget.ListAsync(table.ReadAsync(new(2020, 1, 1), null, token));
            foreach (var call in records.Select(record => record.LinkedId).Distinct().Take(1))
                await CelCsvTarget.ListAsync(table.ReadCallAsync(call, token));
            return $"{records.Count} {table.BrokenRows} {CelCsvTarget.Stages(records)}";
        }
        catch (CelStoreException error)
        {
            return error.Message.Split(':')[^1];
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return default;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Insert(string[] fields)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO cel VALUES ({string.Join(", ", Columns.Select(column => "$" + column))})";
        for (var column = 0; column < Columns.Length; column++)
            command.Parameters.AddWithValue("$" + Columns[column], ValueOf(fields.ElementAtOrDefault(column) ?? ""));
        command.ExecuteNonQuery();
    }

    private static object ValueOf(string field) => field.Split(':', 2) switch
    {
        ["i", var number] => long.TryParse(number, CultureInfo.InvariantCulture, out var whole) ? whole : long.MaxValue,
        ["r", var number] => double.TryParse(number, CultureInfo.InvariantCulture, out var real)
            && !double.IsNaN(real) ? real : double.MinValue,
        ["b", var bytes] => Encoding.UTF8.GetBytes(bytes),
        ["n", _] => DBNull.Value,
        _ => field,
    };
}
