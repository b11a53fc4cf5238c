using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// The ledger of a PBX in the database of the outbox: a stage is recorded in the transaction that accepts it for the
/// CRMs.
/// </summary>
internal sealed class OutboxLedger : ICallLedger
{
    private const string Format = "yyyy-MM-dd HH:mm:ss.fff";

    private readonly string _pbx;
    private readonly OutboxStore _store;
    private readonly CallOutbox _outbox;
    private readonly ICallWatcher? _watcher;

    private OutboxLedger(string pbx, OutboxStore store, CallOutbox outbox, ICallWatcher? watcher) =>
        (_pbx, _store, _outbox, _watcher) = (pbx, store, outbox, watcher);

    public DateTime? Position { get; private set; }

    /// <summary>Reads the position; what an earlier version kept in a file of its own is taken over first.</summary>
    /// <param name="pbx">The PBX's name.</param>
    /// <param name="store">The database.</param>
    /// <param name="outbox">Delivers what is accepted.</param>
    /// <param name="folder">The folder of the service's data.</param>
    /// <param name="token">Cancels.</param>
    /// <param name="watcher">Observer of accepted stages.</param>
    /// <exception cref="StorageException">The database, or that file, cannot be used.</exception>
    public static async Task<OutboxLedger> OpenAsync(
        string pbx, OutboxStore store, CallOutbox outbox, string folder, CancellationToken token,
        ICallWatcher? watcher = null)
    {
        var ledger = new OutboxLedger(pbx, store, outbox, watcher);
        await ledger.ReadPositionAsync(token);
        if (FormerJournal.Find(folder) is { } journal)
        {
            if (ledger.Position is null)
            {
                var (stages, position) = journal.Read();
                await ledger.SkipAsync(stages, token);
                if (position is { } time)
                    await ledger.SavePositionAsync(time, token);
            }
            journal.PutAside();
        }
        return ledger;
    }

    public Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        _watcher?.StageStarted(stage);
        return _outbox.AddAsync(stage, token);
    }

    public Task SkipAsync(IReadOnlyList<LedgerEntry> stages, CancellationToken token) =>
        _store.WriteAsync((connection, stop) => AddAsync(connection, stages, stop), token);

    public Task<IReadOnlyList<LedgerEntry>> KnownSinceAsync(DateTime time, CancellationToken token) =>
        _store.ReadAsync<IReadOnlyList<LedgerEntry>>(async connection => await connection.ReadAsync(
            "SELECT key, call, time FROM ledger_stage WHERE time >= @time ORDER BY time", [("time", Text(time))],
            row => new LedgerEntry(row.GetString(0), row.GetString(1), Time(row.GetString(2)) ?? time), token), token);

    public async Task SavePositionAsync(DateTime position, CancellationToken token)
    {
        await _store.WriteAsync((connection, stop) => connection.RunAsync(
            "INSERT INTO ledger_position VALUES (@pbx, @time) ON CONFLICT (pbx) DO UPDATE SET time = @time",
            [("pbx", _pbx), ("time", Text(position))], stop), token);
        Position = position;
    }

    /// <summary>Records stages in a transaction of the caller.</summary>
    public static async Task AddAsync(
        OutboxConnection connection, IEnumerable<LedgerEntry> stages, CancellationToken token)
    {
        foreach (var stage in stages)
            await connection.RunAsync(
                "INSERT INTO ledger_stage VALUES (@key, @call, @time) ON CONFLICT DO NOTHING",
                [("key", stage.Key), ("call", stage.CallId), ("time", Text(stage.Time))], token);
    }

    /// <summary>Deletes older stages in a transaction of the caller.</summary>
    public static Task TrimAsync(OutboxConnection connection, DateTime before, CancellationToken token) =>
        connection.RunAsync("DELETE FROM ledger_stage WHERE time < @time", [("time", Text(before))], token);

    private async Task ReadPositionAsync(CancellationToken token) => Position = await _store.ReadAsync(
        async connection => (await connection.ReadAsync(
            "SELECT time FROM ledger_position WHERE pbx = @pbx", [("pbx", _pbx)],
            row => Time(row.GetString(0)), token)).FirstOrDefault(), token);

    private static string Text(DateTime time) => time.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTime? Time(string text) =>
        DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;
}
