using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Service;

/// <summary>The service's recurring jobs.</summary>
internal static class ServiceJobs
{
    // Interval of the check for waiting calls; delays between retries are longer.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), CountEvery = TimeSpan.FromSeconds(5),
        CleanEvery = TimeSpan.FromHours(1), TrimEvery = TimeSpan.FromHours(6);

    public static IServiceCollection AddServiceJobs(
        this IServiceCollection services, IEnumerable<AccountId> accounts) =>
        services.AddJobs(jobs =>
        {
            jobs.Every<OutboxCountJob>(CountEvery, "outbox counts");
            jobs.Every<HookCheckJob>(CountEvery, "hook check");
            jobs.Every<RetryJob>(Tick, "retries");
            jobs.Every<ConfigCheckJob>(Tick, "configuration");
            jobs.Every<OutboxTrimJob>(TrimEvery, "cleanup of old calls");
            jobs.Every<RecordingCleanupJob>(CleanEvery, "recordings");
            foreach (var account in accounts)
                jobs.Every<AccountRefreshJob>(AccountRefresh.Interval, $"refresh of {account}",
                    job => job.UsingJobData(refresh => refresh.Account, $"{account}"));
        });
}
