using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Keeps what CRMs are to be told. What a method wrote is on the disk when it returns, and survives a crash of the
/// service and of the machine. Every method may be called by many at once, waits while the database is away, and throws
/// <see cref="StorageException"/> when what it is about cannot be written or read.
/// </summary>
internal interface IOutboxStore : IStepStore, IAsyncDisposable
{
    /// <summary>
    /// A stage that a CRM is to be told of. One that is there, or whose call is complete, is not added again.
    /// </summary>
    Task AddAsync(CallKey call, CallStageEvent stage, CancellationToken token);

    /// <summary>What is to be done for a call.</summary>
    Task<PendingCall> LoadAsync(CallKey call, CancellationToken token);

    /// <summary>
    /// A stage was told. After the end of the call the call is complete: its steps are forgotten, but those that wait
    /// or are set aside.
    /// </summary>
    Task MarkDeliveredAsync(CallKey call, CallStageEvent stage, CancellationToken token);

    /// <summary>
    /// Calls with stages that are not told or with steps that wait, the earliest first: for the start.
    /// </summary>
    Task<IReadOnlyList<CallKey>> OpenAsync(CancellationToken token);

    /// <summary>Calls with a step that waits and whose time has come.</summary>
    Task<IReadOnlyList<CallKey>> DueAsync(DateTimeOffset now, CancellationToken token);

    /// <summary>Steps that wait or are set aside, the earliest first.</summary>
    /// <param name="state">Only these; <c>null</c>: both.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="token">Cancels.</param>
    Task<IReadOnlyList<OutboxRequest>> ListAsync(StepState? state, int max, CancellationToken token);

    /// <summary>How many steps wait, how many are set aside.</summary>
    Task<(long Waiting, long DeadLettered)> CountAsync(CancellationToken token);

    /// <summary>Forgets which calls were complete before that.</summary>
    Task TrimAsync(DateTimeOffset before, CancellationToken token);
}
