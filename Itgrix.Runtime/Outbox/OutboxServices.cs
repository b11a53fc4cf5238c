using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Outbox;

/// <summary>Registers the outbox, which accepts stages and sends requests until the CRMs have them.</summary>
internal static class OutboxServices
{
    /// <param name="services">The services; the sides of the CRMs are registered too.</param>
    /// <param name="options">Where the outbox is.</param>
    /// <param name="parallel">How many calls are sent at the same time.</param>
    public static IServiceCollection AddOutbox(
        this IServiceCollection services, OutboxOptions options, int parallel) => services
        .AddSingleton(options)
        .AddOpened((provider, token) => OutboxStore.OpenAsync(
            options, provider.GetRequiredService<TimeProvider>(), token,
            until: provider.GetRequiredService<ServiceEnd>().Token))
        .AddSingleton(provider =>
        {
            var watcher = provider.GetService<ICallWatcher>();
            return new CallOutbox(
                provider.GetRequiredService<Opened<OutboxStore>>().Value,
                provider.GetRequiredService<IReadOnlyDictionary<AccountId, CrmSide>>(),
                new RetryDelays(options.FirstDelay, options.MaxDelay), parallel,
                provider.GetRequiredService<TimeProvider>())
                { Ended = (end, crms) => watcher?.Ended(end, crms) };
        })
        .AddSingleton(provider => new OutboxStatus(
            provider.GetRequiredService<Opened<OutboxStore>>().Value, provider.GetRequiredService<CallOutbox>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IStatusPart>(provider => provider.GetRequiredService<OutboxStatus>())
        .AddSingleton<IStatusPart>(provider =>
        {
            var store = provider.GetRequiredService<Opened<OutboxStore>>().Value;
            return new StorageStatus("outbox", store.Storage, () => store.Incident);
        });

    /// <summary>The ledger of one more PBX, under its name.</summary>
    public static IServiceCollection AddLedger(
        this IServiceCollection services, OutboxOptions options, string pbx) => services
        .AddOpened(pbx, (provider, token) => OutboxLedger.OpenAsync(
            pbx, provider.GetRequiredService<Opened<OutboxStore>>().Value, provider.GetRequiredService<CallOutbox>(),
            options.Folder, token, provider.GetService<ICallWatcher>()))
        .AddKeyedSingleton<ICallLedger>(
            pbx, (provider, _) => provider.GetRequiredKeyedService<Opened<OutboxLedger>>(pbx).Value);
}
