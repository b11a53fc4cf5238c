using System.Data.Common;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Cel.Tables;

/// <summary>Rules for a table in any database, created as in Asterisk's documentation or by a distribution.</summary>
public abstract class CelTableTests
{
    private const string Table = "cel";

    /// <summary>SQL that creates the table; <c>{0}</c> stands for its name.</summary>
    protected abstract string Create { get; }

    /// <summary>The table's own names of the fields.</summary>
    internal abstract IReadOnlyDictionary<CelField, string> Names { get; }

    internal abstract CelTableOptions Options { get; }

    /// <summary>The column's resolution of time.</summary>
    protected virtual TimeSpan Precision => TimeSpan.FromMicroseconds(1);

    protected abstract DbConnection Connect();

    /// <summary>The time as Asterisk's module writes it into this table.</summary>
    protected abstract object Written(DateTime time);

    [TestInitialize]
    public void MakeTable() => Execute($"DROP TABLE IF EXISTS {Table}", string.Format(Create, Table));

    [TestMethod]
    public async Task Every_captured_call_is_read_as_from_the_file()
    {
        var written = new List<CelRecord>();
        foreach (var file in CelLines.CapturedFiles)
            written.AddRange(await CelLines.Open(file).ReadAsync(DateTime.MinValue, null, default).ToList());
        Insert(written);

        var records = await Open().ReadAsync(new(2020, 1, 1), null, default).ToList();

        records.Should().Equal(written.Select(AsStored));
    }

    [TestMethod]
    [DataRow("in_picked_up", "1795231628.32")]
    [DataRow("parked_and_fetched", "1795231771.74")]
    [DataRow("in_picked_up", "1795231630.34")]
    public async Task A_call_is_read_as_from_the_file(string capture, string linkedId)
    {
        var file = CelLines.Open(CelLines.Captured(capture));
        Insert(
            await CelLines.Open(CelLines.Captured("conference")).ReadAsync(DateTime.MinValue, null, default).ToList());
        Insert(await file.ReadAsync(DateTime.MinValue, null, default).ToList());

        var call = await Open().ReadCallAsync(linkedId, default).ToList();

        call.Should().Equal((await file.ReadCallAsync(linkedId, default).ToList()).Select(AsStored));
        (await Open().ReadCallAsync("1795231628.99", default).ToList()).Should().BeEmpty();
    }

    [TestMethod]
    public async Task Only_what_is_within_the_times_is_read()
    {
        Insert(Records(0, 30));

        var records = await Open()
            .ReadAsync(CelLines.Start.AddSeconds(10.5), CelLines.Start.AddSeconds(13), default).ToList();

        records.Seconds().Should().Equal(10, 11, 12);
    }

    [TestMethod]
    public async Task More_rows_than_fit_a_page_are_read_in_order()
    {
        Insert(Records(0, CelTable.PageRows * 2));

        var records = await Open().ReadAsync(CelLines.Start.AddSeconds(5), null, default).ToList();

        records.Seconds()
            .Should().Equal(Enumerable.Range(5, CelTable.PageRows * 2 - 5).Select(second => (double)second));
    }

    [TestMethod]
    public async Task Rows_come_in_the_order_they_were_written_whatever_their_times()
    {
        Insert([.. Records(5, 1), .. Records(2, 1), .. Records(3, 1)]);

        (await Open().ReadAsync(CelLines.Start, null, default).ToList()).Seconds().Should().Equal(5, 2, 3);
    }

    [TestMethod]
    public async Task Texts_that_look_like_sql_are_only_texts()
    {
        const string Evil = "x' OR '1'='1\\'; DROP TABLE cel; --`\"";
        Insert([Records(0, 1)[0] with { LinkedId = Evil, UniqueId = Evil, Extra = "{\"a\":\"\\\"\"} 😀 Иван" }]);

        var call = await Open().ReadCallAsync(Evil, default).ToList();

        call.Should().ContainSingle().Which.Extra.Should().Be("{\"a\":\"\\\"\"} 😀 Иван");
        (await Open().ReadCallAsync("' OR 1=1 --", default).ToList()).Should().BeEmpty();
    }

    [TestMethod]
    public async Task An_empty_table_has_no_records_until_there_are_some()
    {
        var store = Open();
        (await store.ReadAsync(CelLines.Start, null, default).ToList()).Should().BeEmpty();

        Insert(Records(0, 2));

        (await store.ReadAsync(CelLines.Start.AddSeconds(1), null, default).ToList()).Seconds().Should().Equal(1);
    }

    [TestMethod]
    public async Task A_table_without_a_needed_column_is_refused_by_name()
    {
        Execute($"ALTER TABLE {Table} RENAME COLUMN linkedid TO call_group");

        await Open().Invoking(All).Should().ThrowAsync<CelStoreException>()
            .WithMessage("*cel*has no column for linkedid*call_group*asterisk.cel.columns*");

        Insert(Records(0, 1), linkedId: "call_group");
        var chosen = Options with { Columns = new Dictionary<CelField, string> { [CelField.LinkedId] = "Call_Group" } };
        (await Open(chosen).ReadAsync(CelLines.Start, null, default).ToList())
            .Should().ContainSingle().Which.LinkedId.Should().Be("1795231000.1");
        var absent = Options with { Columns = new Dictionary<CelField, string> { [CelField.LinkedId] = "nowhere" } };
        await Open(absent).Invoking(All)
            .Should().ThrowAsync<CelStoreException>().WithMessage("*has no column for nowhere*");
    }

    [TestMethod]
    public async Task A_missing_table_is_reported_with_its_name()
    {
        var error = await Open(Options with { Table = "no`such\"table" }).Invoking(All)
            .Should().ThrowAsync<CelStoreException>();

        error.WithMessage("*no`such\"table*cannot be read*asterisk.cel*").Which.IsTransient.Should().BeFalse();
    }

    private protected ICelStore Open(CelTableOptions? options = null) =>
        CelStores.Open(options ?? Options, CelLines.Zone);

    private protected static Task All(ICelStore store) => store.ReadAsync(DateTime.MinValue, null, default).ToList();

    private protected static List<CelRecord> Records(int from, int count) =>
    [
        .. Enumerable.Range(from, count).Select(second => new CelRecord
        {
            Event = CelEvent.Answer,
            Time = CelLines.Start.AddSeconds(second), UniqueId = "1795231000.1", LinkedId = "1795231000.1",
            Channel = "PJSIP/101-1", CallerName = "Иван", Account = "acc",
        }),
    ];

    protected void Execute(params string[] statements)
    {
        using var connection = Connect();
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private protected virtual string Written(CelEvent type) => CelEvents.NameOf(type);

    private protected void Insert(IReadOnlyList<CelRecord> records, string? linkedId = null)
    {
        using var connection = Connect();
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var record in records)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            var values = Values(record);
            command.CommandText = $"INSERT INTO {Table} ({string.Join(", ", values.Keys.Select(field =>
                field == CelField.LinkedId
                    && linkedId is not null ? linkedId : Names[field]))}) VALUES ({string.Join(", ",
                values.Keys.Select((_, index) => $"@v{index}"))})";
            foreach (var (value, index) in values.Values.Select((value, index) => (value, index)))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@v{index}", value);
                command.Parameters.Add(parameter);
            }
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private Dictionary<CelField, object> Values(CelRecord record) => new Dictionary<CelField, object>
    {
        [CelField.EventType] = Written(record.Event),
        [CelField.EventTime] = Written(record.Time),
        [CelField.CallerName] = record.CallerName,
        [CelField.CallerNumber] = record.CallerNumber,
        [CelField.Ani] = record.Ani,
        [CelField.DialedNumber] = record.DialedNumber,
        [CelField.Extension] = record.Extension,
        [CelField.Context] = record.Context,
        [CelField.Channel] = record.Channel,
        [CelField.Application] = record.Application,
        [CelField.ApplicationData] = record.ApplicationData,
        [CelField.Account] = record.Account,
        [CelField.UniqueId] = record.UniqueId,
        [CelField.LinkedId] = record.LinkedId,
        [CelField.Peer] = record.Peer,
        [CelField.UserField] = record.UserField,
        [CelField.Extra] = record.Extra,
    };

    private CelRecord AsStored(CelRecord record) =>
        record with { Time = new(record.Time.Ticks - record.Time.Ticks % Precision.Ticks) };
}
