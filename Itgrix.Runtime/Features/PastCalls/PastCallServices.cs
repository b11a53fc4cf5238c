using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Registers the delivery of past calls; without stored channel events there is none.</summary>
internal static class PastCallServices
{
    public static IServiceCollection AddPastCalls(this IServiceCollection services, AsteriskOptions asterisk)
    {
        if (asterisk is not { Cel: { } cel, TimeZone: var zone })
            return services;
        return services
            .AddSingleton(provider =>
            {
                var (time, numbers) = (
                    provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<NumberPlanFile>());
                var reader = new PastCallReader(CelStores.Open(cel, zone, time), () => numbers.Current, zone, time)
                    { Channels = asterisk.Channels };
                var backfill = new PastCallBackfill(
                    reader, provider.GetRequiredService<Opened<OutboxStore>>().Value,
                    provider.GetRequiredService<CallOutbox>(),
                    [.. provider.GetRequiredService<IReadOnlyDictionary<AccountId, CrmSide>>().Keys], time);
                return new PastCallJobs(reader, backfill.BackfillAsync);
            })
            .AddPart<PastCallJobs>("past calls", (jobs, stop) => jobs.RunAsync(stop));
    }
}
