using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Resilience;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Service;

/// <summary>What the service does again and again.</summary>
internal sealed class ServiceJobs(IServiceProvider provider, ItgrixConfig config)
{
    // Interval of the check for waiting calls; delays between retries are longer.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), TrimEvery = TimeSpan.FromHours(6),
        CountEvery = TimeSpan.FromSeconds(5), CleanEvery = TimeSpan.FromHours(1);

    public async Task StartAsync()
    {
        var (time, stop) = (
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ServiceEnd>().Token);
        var (schedule, live) = (provider.GetRequiredService<Schedule>(), provider.GetRequiredService<LiveConfig>());
        var store = provider.GetRequiredService<Opened<OutboxStore>>().Value;
        (TimeSpan Every, string Name, Func<CancellationToken, Task> Work)[] jobs =
        [
            (CountEvery, "outbox counts", provider.GetRequiredService<OutboxStatus>().RefreshAsync),
            (CountEvery, "hook check", provider.GetRequiredService<HookRunner>().LookAsync),
            (Tick, "retries", provider.GetRequiredService<CallOutbox>().WakeDueAsync),
            (Tick, "configuration", _ => Task.Run(live.Check, CancellationToken.None)),
            (TrimEvery, "cleanup of old calls", token => store.TrimAsync(time.GetUtcNow() - config.Outbox.Keep, token)),
            (CleanEvery, "recordings",
                token => Task.Run(() => new RecordingCleaner(config.Recordings, time).Clean(token), token)),
        ];
        foreach (var (every, name, work) in jobs)
            await schedule.EveryAsync(every, name, work, stop);
        await provider.GetRequiredService<CrmAccounts>().StartAsync(schedule, stop);
    }
}
