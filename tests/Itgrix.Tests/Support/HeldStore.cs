using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>A store that saves a stage only when the test allows it.</summary>
internal sealed class HeldStore(IOutboxStore store) : IOutboxStore
{
    private TaskCompletionSource _disk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _loadFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of reads that fail.</summary>
    public int FailLoads { get; set; }

    /// <summary>Completes after the first failed read.</summary>
    public Task LoadFailed => _loadFailed.Task;

    /// <summary>Operations, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Allows saves from now on.</summary>
    public void LetGo() => _disk.TrySetResult();

    /// <summary>Fails the held stages; later ones are held.</summary>
    public void Fail(Exception error) =>
        Interlocked.Exchange(ref _disk, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetException(error);

    public async Task AddAsync(CallStageEvent stage, IReadOnlyCollection<AccountId> crms, CancellationToken token)
    {
        await _disk.Task.WaitAsync(token);
        await store.AddAsync(stage, crms, token);
        Log.Enqueue($"kept {stage.Stage}");
    }

    public async Task SaveAsync(OutboxRequest step, CancellationToken token)
    {
        Log.Enqueue($"step {step.Name}");
        await store.SaveAsync(step, token);
    }

    public async Task MarkDeliveredAsync(CallKey call, CallStageEvent stage, CancellationToken token)
    {
        Log.Enqueue($"delivered {stage.Stage}");
        await store.MarkDeliveredAsync(call, stage, token);
    }

    public Task<PendingCall> LoadAsync(CallKey call, CancellationToken token)
    {
        if (FailLoads-- <= 0)
            return store.LoadAsync(call, token);
        _loadFailed.TrySetResult();
        throw new StorageException("The disk is away.", new IOException());
    }

    public Task<IReadOnlyList<CallKey>> OpenAsync(CancellationToken token) => store.OpenAsync(token);

    public Task<IReadOnlyList<CallKey>> DueAsync(DateTimeOffset now, CancellationToken token) =>
        store.DueAsync(now, token);

    public Task<IReadOnlyList<OutboxRequest>> ListAsync(StepState? state, int max, CancellationToken token) =>
        store.ListAsync(state, max, token);

    public Task<(long Waiting, long DeadLettered)> CountAsync(CancellationToken token) => store.CountAsync(token);

    public Task TrimAsync(DateTimeOffset before, CancellationToken token) => store.TrimAsync(before, token);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
