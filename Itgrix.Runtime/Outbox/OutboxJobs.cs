using Itgrix.Runtime.Platform.Hosting;
using Quartz;

namespace Itgrix.Runtime.Outbox;

/// <summary>Continues the calls whose next request is due.</summary>
[DisallowConcurrentExecution]
internal sealed class RetryJob(CallOutbox outbox) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await outbox.WakeDueAsync(cancellationToken);
}

/// <summary>Counts the requests in the outbox, for its status.</summary>
[DisallowConcurrentExecution]
internal sealed class OutboxCountJob(OutboxStatus status) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await status.RefreshAsync(cancellationToken);
}

/// <summary>Deletes the calls that were delivered long ago.</summary>
[DisallowConcurrentExecution]
internal sealed class OutboxTrimJob(Opened<OutboxStore> store, OutboxOptions options, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await store.Value.TrimAsync(time.GetUtcNow() - options.Keep, cancellationToken);
}
