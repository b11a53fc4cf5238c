using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Itgrix.Runtime.Platform.Hosting;

/// <summary>Registers recurring jobs; they run beside the parts, and stop before them.</summary>
internal static class JobServices
{
    /// <param name="services">The services that the jobs use.</param>
    /// <param name="add">Adds the jobs.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, Action<IQuartzBuilder> add) => services
        .AddLogging(logging => logging.AddFilter("Quartz", LogLevel.Warning))
        .AddQuartz(quartz =>
        {
            // Half of them may wait for the outbox's database during an outage.
            quartz.UseDefaultThreadPool(8);
            quartz.UseInMemoryStore();
            quartz.AddJobMiddleware<JobFailures>();
            add(quartz);
        })
        .Configure<QuartzSchedulerOptions>(quartz =>
            quartz.ShutdownJobInterruption = ShutdownJobInterruption.WhenWaitingForJobs)
        .AddQuartzHostedService(host => (host.WaitForJobsToComplete, host.AwaitApplicationStarted) = (true, false));

    /// <summary>Runs a job at once, and then at every interval.</summary>
    /// <param name="quartz">Gets the job.</param>
    /// <param name="name">Its name in the log.</param>
    /// <param name="interval">The time between two starts.</param>
    /// <param name="configure">Sets the job's properties; by default it has none.</param>
    public static IQuartzBuilder Every<T>(
        this IQuartzBuilder quartz, TimeSpan interval, string name, Action<IJobConfigurator<T>>? configure = null)
        where T : class, IJob =>
        quartz.ScheduleJob(trigger => trigger.WithIdentity(name).StartNow().WithSimpleSchedule(interval), configure);
}
