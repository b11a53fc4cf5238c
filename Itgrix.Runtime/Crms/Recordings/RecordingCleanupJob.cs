using Quartz;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Deletes the recordings that are too old.</summary>
[DisallowConcurrentExecution]
internal sealed class RecordingCleanupJob(RecordingOptions options, TimeProvider time) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        new RecordingCleaner(options, time).Clean(cancellationToken);
        return ValueTask.CompletedTask;
    }
}
