using System.Data.Common;
using System.Data.Odbc;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Itgrix.Runtime.Telephony.Cel.Tables;

/// <summary>A table that one of Asterisk's database modules fills, in any database with an ADO.NET provider.</summary>
internal sealed class CelTable(CelTableOptions options, DbProviderFactory factory, CelClock clock) : ICelStore
{
    private static readonly ILogger Log = AppLog.For("cel");

    /// <summary>Rows read before the connection is closed, so that writers do not wait for us.</summary>
    internal const int PageRows = 2000;

    // Databases limit the number of parameters of a query.
    private const int MaxChannels = 200;

    private readonly CelDatabase _database = new(factory, options.Connection);
    private CelTableSchema? _schema;
    private long _broken;

    /// <summary>Rows that were not records.</summary>
    public long BrokenRows => Interlocked.Read(ref _broken);

    public async IAsyncEnumerable<CelRecord> ReadAsync(
        DateTime from, DateTime? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = new CelRange(from, to);
        var last = long.MinValue;
        var isMore = true;
        while (isMore)
        {
            var page = await InDatabase(PageAsync, cancellation);
            foreach (var row in page)
            {
                if (range.Contains(row.Record.Time))
                    yield return row.Record;
            }
        }

        async Task<IEnumerable<CelRow>> PageAsync(DbConnection connection, CelTableSchema schema)
        {
            var limit = schema.Id is null ? (int?)null : PageRows;
            var query = Within(range, schema, limit);
            if (schema.Id is not null && last > long.MinValue)
                query.WhereId(">", last);
            var rows = await RowsAsync(connection, schema, query, cancellation);
            isMore = rows.Read == limit;
            last = rows.LastId;
            return Ordered(rows.Records, schema);
        }
    }

    public async IAsyncEnumerable<CelRecord> ReadCallAsync(
        string linkedId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var record in await InDatabase(CallAsync, cancellation))
            yield return record;

        async Task<List<CelRecord>> CallAsync(DbConnection connection, CelTableSchema schema)
        {
            var call = new CelCall(linkedId);
            (await OfAsync(CelField.LinkedId, [linkedId])).ForEach(row => call.Found(row.Record));
            var rows = await OfAsync(CelField.UniqueId, call.Channels);
            rows.ForEach(row => call.OfChannel(row.Record));
            if (call.IsJoined)
            {
                (await OfAsync(CelField.LinkedId, call.LinkedIds)).ForEach(row => call.Joined(row.Record));
                rows = await OfAsync(CelField.UniqueId, call.Channels);
            }
            return [.. Ordered(rows, schema).Select(row => row.Record)];

            async Task<List<CelRow>> OfAsync(CelField field, IEnumerable<string> values)
            {
                var found = new List<CelRow>();
                foreach (var some in values.Chunk(MaxChannels))
                    found.AddRange((await RowsAsync(
                        connection, schema, Query(schema).Where(field, "IN", [.. some]), cancellation)).Records);
                return found;
            }
        }
    }

    // Without an id, the end of a channel may stand before the hangup of the same moment.
    private static IEnumerable<CelRow> Ordered(List<CelRow> rows, CelTableSchema schema) =>
        schema.Id is not null ? rows.OrderBy(row => row.Id)
        : rows.OrderBy(row => row.Record.Time).ThenBy(row => row.Record.Event switch
        {
            CelEvent.Hangup => 1,
            CelEvent.ChanEnd => 2,
            CelEvent.LinkedIdEnd => 3,
            _ => 0,
        });

    private CelQuery Query(CelTableSchema schema, int? limit = null) =>
        new(schema, _database, options.Table) { Limit = limit };

    private CelQuery Within(CelRange range, CelTableSchema schema, int? limit)
    {
        var query = Query(schema, limit);
        if (schema.TimeForm.FirstOf(range.From, clock) is { } from)
            query.Where(CelField.EventTime, ">=", from);
        if (range.To is { } end && schema.TimeForm.LastOf(end, clock) is { } to)
            query.Where(CelField.EventTime, "<", to);
        return query;
    }

    private async Task<(List<CelRow> Records, int Read, long LastId)> RowsAsync(
        DbConnection connection, CelTableSchema schema, CelQuery query, CancellationToken cancellation)
    {
        var records = new List<CelRow>();
        var (read, last) = (0, 0L);
        await using var command = query.ToCommand(connection, options.Timeout);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (read != query.Limit && await reader.ReadAsync(cancellation))
        {
            read++;
            if (schema.Id is not null)
                last = Convert.ToInt64(reader.GetValue(query.IdOrdinal), CultureInfo.InvariantCulture);
            if (Read(reader, query.Fields) is { } record)
                records.Add(new(last, record));
        }
        // Providers without a row limit would otherwise send the rest before they close.
        if (read == query.Limit && !_database.KnowsLimit)
            command.Cancel();
        return (records, read, last);
    }

    private CelRecord? Read(DbDataReader reader, IReadOnlyList<CelField> fields)
    {
        try
        {
            var texts = new string[CelFields.Count];
            Array.Fill(texts, "");
            DateTime? time = null;
            for (var ordinal = 0; ordinal < fields.Count; ordinal++)
            {
                var value = reader.IsDBNull(ordinal) ? null : reader.GetValue(ordinal);
                if (fields[ordinal] == CelField.EventTime)
                    time = CelTimeForms.Read(value, clock);
                else
                    texts[(int)fields[ordinal]] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
            return time is { } known ? CelFields.ToRecord(known, texts) : Broke("it has no time");
        }
        catch (Exception error)
            when (error is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            // A date of zeros, for example.
            return Broke(error.Message);
        }
    }

    private CelRecord? Broke(string reason)
    {
        if (Interlocked.Increment(ref _broken) == 1)
            CelLogMessages.RowBroken(Log, $"{options.Table} of {_database}", reason);
        return null;
    }

    private async Task<T> InDatabase<T>(
        Func<DbConnection, CelTableSchema, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await _database.OpenAsync(cancellation);
            var schema = _schema ?? await CelTableSchema.ReadAsync(connection, _database, options, cancellation);
            // While the table is empty, the format of its times is unknown.
            _schema = schema.TimeForm == CelTimeForm.Unknown ? null : schema;
            return await read(connection, schema);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException || IsOfNetwork(error))
        {
            cancellation.ThrowIfCancellationRequested();
            // The table may have other columns by now.
            _schema = null;
            throw Unreadable(error);
        }
        catch (DllNotFoundException error)
        {
            throw new CelStoreException($"asterisk.cel.provider: {options.Provider} needs a library of the system: "
                + "install unixODBC (libodbc2) and the database's driver, then restart.", error);
        }
    }

    private static bool IsOfNetwork(Exception error) => error is SocketException or TimeoutException or IOException;

    // ODBC drivers report by the class of the SQLSTATE that the connection failed.
    private static bool IsOfConnection(Exception error) => error is OdbcException odbc
        && odbc.Errors.Cast<OdbcError>().Any(each => each.SQLState.StartsWith("08", StringComparison.Ordinal));

    private CelStoreException Unreadable(Exception error)
    {
        var isTransient = error is DbException { IsTransient: true } || IsOfNetwork(error) || IsOfConnection(error);
        return new($"The table {options.Table} of {_database} cannot be read: "
            + $"{_database.WithoutSecrets(error.Message).TrimEnd('.')}. "
            + (isTransient ? "Try again later; if it continues, check that the database runs."
                : "Check asterisk.cel: connection, table, and the user's right to SELECT."), error, isTransient);
    }
}
