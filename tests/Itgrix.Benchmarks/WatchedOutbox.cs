using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>A store that reports when a stage was delivered.</summary>
internal sealed class WatchedOutbox(IOutboxStore store) : IOutboxStore
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = [];

    /// <summary>Completes once the stage is stored as delivered.</summary>
    public Task DeliveryOf(CallStageEvent stage) =>
        _waiting.GetOrAdd(stage.Key, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async Task MarkDeliveredAsync(CallKey call, CallStageEvent stage, CancellationToken token)
    {
        await store.MarkDeliveredAsync(call, stage, token);
        if (_waiting.TryRemove(stage.Key, out var delivered))
            delivered.SetResult();
    }

    public Task SaveAsync(OutboxRequest step, CancellationToken token) => store.SaveAsync(step, token);

    public Task AddAsync(CallStageEvent stage, IReadOnlyCollection<AccountId> crms, CancellationToken token) =>
        store.AddAsync(stage, crms, token);

    public Task<PendingCall> LoadAsync(CallKey call, CancellationToken token) => store.LoadAsync(call, token);

    public Task<IReadOnlyList<CallKey>> OpenAsync(CancellationToken token) => store.OpenAsync(token);

    public Task<IReadOnlyList<CallKey>> DueAsync(DateTimeOffset now, CancellationToken token) =>
        store.DueAsync(now, token);

    public Task<IReadOnlyList<OutboxRequest>> ListAsync(StepState? state, int max, CancellationToken token) =>
        store.ListAsync(state, max, token);

    public Task<(long Waiting, long DeadLettered)> CountAsync(CancellationToken token) => store.CountAsync(token);

    public Task TrimAsync(DateTimeOffset before, CancellationToken token) => store.TrimAsync(before, token);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
