using Quartz;

namespace Itgrix.Runtime.Hooks;

/// <summary>Checks the newest version of every hook, so that a mistake is reported before a call needs it.</summary>
[DisallowConcurrentExecution]
internal sealed class HookCheckJob(HookRunner hooks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await hooks.LookAsync(cancellationToken);
}
