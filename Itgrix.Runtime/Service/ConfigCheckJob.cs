using Quartz;

namespace Itgrix.Runtime.Service;

/// <summary>Reads the configuration again after it was saved.</summary>
[DisallowConcurrentExecution]
internal sealed class ConfigCheckJob(LiveConfig config) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        config.Check();
        return ValueTask.CompletedTask;
    }
}
