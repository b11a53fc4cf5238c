using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>
/// The ledger in an outbox without CRMs. The test handles each stage before it is stored, one after the other.
/// </summary>
internal sealed class HandledLedger : ICallLedger, IAsyncDisposable
{
    private readonly OutboxStore _store;
    private readonly OutboxLedger _ledger;
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    private HandledLedger(OutboxStore store, OutboxLedger ledger) => (_store, _ledger) = (store, ledger);

    /// <summary>Handles a stage; when it fails, the stage is not stored.</summary>
    public required Func<CallStageEvent, CancellationToken, Task> Handle { get; init; }

    /// <summary>Called for each stored stage.</summary>
    public required Action<CallStageEvent> Stored { get; init; }

    public DateTime? Position => _ledger.Position;

    public static async Task<HandledLedger> OpenAsync(
        string folder, TimeProvider time, Func<CallStageEvent, CancellationToken, Task> handle,
        Action<CallStageEvent> stored, CancellationToken token)
    {
        var store = await OutboxStore.OpenAsync(new() { File = Path.Combine(folder, "outbox.db") }, time, token);
        var outbox = new CallOutbox(store, new Dictionary<AccountId, CrmSide>(), RetryDelays.Default, 1, time);
        var ledger = await OutboxLedger.OpenAsync("asterisk", store, outbox, folder, token);
        return new(store, ledger) { Handle = handle, Stored = stored };
    }

    public Task AddAsync(CallStageEvent stage, CancellationToken token)
    {
        lock (_gate)
            return _last = AddAfterAsync(_last, stage, token);
    }

    public Task SkipAsync(IReadOnlyList<LedgerEntry> stages, CancellationToken token) =>
        _ledger.SkipAsync(stages, token);

    public Task<IReadOnlyList<LedgerEntry>> KnownSinceAsync(DateTime time, CancellationToken token) =>
        _ledger.KnownSinceAsync(time, token);

    public Task SavePositionAsync(DateTime position, CancellationToken token) =>
        _ledger.SavePositionAsync(position, token);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task AddAfterAsync(Task before, CallStageEvent stage, CancellationToken token)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await Handle(stage, token);
        await _ledger.AddAsync(stage, token);
        Stored(stage);
    }
}
