using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Stores what is to be delivered to CRMs. Each method returns after its write is on the disk, where it survives a
/// crash of the service and of the machine. All methods are safe to call concurrently, wait while the database is
/// down, and throw <see cref="StorageException"/> when their own data cannot be written or read.
/// </summary>
internal interface IOutboxStore : IStepStore, IAsyncDisposable
{
    /// <summary>
    /// Adds a stage to deliver to these CRMs, except where it is there already or its call is complete, and records
    /// it as known.
    /// </summary>
    Task AddAsync(CallStageEvent stage, IReadOnlyCollection<AccountId> accounts, CancellationToken token);

    /// <summary>Loads what is to be done for a call.</summary>
    Task<PendingCall> LoadAsync(CallKey call, CancellationToken token);

    /// <summary>
    /// Marks a stage as delivered. The end of the call completes the call: its steps are deleted, except those that
    /// wait and dead letters.
    /// </summary>
    Task MarkDeliveredAsync(CallKey call, CallStageEvent stage, CancellationToken token);

    /// <summary>
    /// Calls with undelivered stages or waiting steps, the oldest first; used at the start.
    /// </summary>
    Task<IReadOnlyList<CallKey>> OpenAsync(CancellationToken token);

    /// <summary>Calls with a waiting step that is due.</summary>
    Task<IReadOnlyList<CallKey>> DueAsync(DateTimeOffset now, CancellationToken token);

    /// <summary>Waiting steps and dead letters, the oldest first.</summary>
    /// <param name="state">Only steps in this state; <c>null</c>: both.</param>
    /// <param name="max">The maximum number of steps.</param>
    /// <param name="token">Cancels.</param>
    Task<IReadOnlyList<OutboxRequest>> ListAsync(StepState? state, int max, CancellationToken token);

    /// <summary>The number of waiting steps and of dead letters.</summary>
    Task<(long Waiting, long DeadLettered)> CountAsync(CancellationToken token);

    /// <summary>Deletes the records of calls that were complete before that time.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken token);
}
