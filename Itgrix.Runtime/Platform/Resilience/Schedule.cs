using Itgrix.Runtime.Hooks;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace Itgrix.Runtime.Platform.Resilience;

/// <summary>Runs recurring jobs; a job never overlaps itself.</summary>
internal sealed class Schedule : IHostedService
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    private const string Work = "work";

    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Half of them may wait for the outbox's database during an outage.
        _scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
            .UseDefaultThreadPool(8).UseInMemoryStore().UseTimeProvider(TimeProvider.System))
            .BuildScheduler(cancellationToken);
        await _scheduler.Start(cancellationToken);
    }

    /// <summary>Runs the job now, and then at every interval.</summary>
    public async Task EveryAsync(
        TimeSpan interval, string name, Func<CancellationToken, Task> work, CancellationToken token)
    {
        var job = JobBuilder.Create<Job>().WithIdentity(name).Build();
        job.JobDataMap[Work] = async (CancellationToken jobs) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(jobs, token);
            await work(either.Token);
        };
        var trigger = TriggerBuilder.Create().StartNow()
            .WithSimpleSchedule(every => every.WithInterval(interval).RepeatForever())
            .Build();
        await _scheduler!.ScheduleJob(job, trigger, cancellationToken: token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is { } scheduler)
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    [DisallowConcurrentExecution]
    private sealed class Job : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            try
            {
                await ((Func<CancellationToken, Task>)context.JobDetail.JobDataMap[Work]!)(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // It runs again on schedule.
                ConnectorLogMessages.JobFailed(Log, context.JobDetail.Key.Name, error);
            }
        }
    }
}
