using Quartz;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>Logs a job that fails; it runs again on schedule.</summary>
internal sealed class JobFailures : IJobExecutionMiddleware
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    public async ValueTask Invoke(
        IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken)
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception error)
        {
            ConnectorLogMessages.JobFailed(Log, context.JobDetail.Key.Name, error);
        }
    }
}
