using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Service;

/// <summary>Registers what connects the rooms: the configuration in force, the CRMs, the status.</summary>
internal static class ServiceRegistrations
{
    private static readonly ILogger Log = AppLog.For("itgrix");

    /// <summary>The configuration, and the options that may change as functions.</summary>
    public static IServiceCollection AddConfiguration(this IServiceCollection services, ItgrixConfig config) => services
        .AddSingleton(_ => new LiveConfig(config))
        .AddLive(live => live.Customizer)
        .AddLive(live => live.Numbers)
        .AddSingleton(provider => new ConfigReloader(
            provider.GetRequiredService<LiveConfig>(), provider.GetRequiredService<CrmAccounts>().RefreshAsync));

    /// <summary>The CRMs, and the way of each stage to them.</summary>
    public static IServiceCollection AddCrms(this IServiceCollection services, RecordingOptions recordings) => services
        .AddSingleton(provider =>
        {
            var crms = new CrmAccounts(
                provider.GetRequiredService<LiveConfig>(), provider.GetRequiredService<NumberPlanFile>(),
                provider.GetRequiredService<HookRunner>(), provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ICallWatcher>());
            crms.LookForRecordings(recordings);
            return crms;
        })
        .AddSingleton(provider => provider.GetRequiredService<CrmAccounts>().Sides);

    /// <summary>The status of all parts; it follows the start and the stop.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services) => services
        .AddSingleton(provider => new OutboxStatus(
            provider.GetRequiredService<Opened<OutboxStore>>().Value, provider.GetRequiredService<CallOutbox>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(Status)
        .AddStart((provider, _) =>
        {
            var status = provider.GetRequiredService<ServiceStatus>();
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
            {
                status.Stage = ServiceStage.Stopping;
                ConnectorLogMessages.Stopping(Log);
            });
            return Task.CompletedTask;
        });

    private static IServiceCollection AddLive<T>(this IServiceCollection services, Func<ItgrixConfig, T> part) =>
        services.AddSingleton<Func<T>>(provider =>
        {
            var live = provider.GetRequiredService<LiveConfig>();
            return () => part(live.Current);
        });

    private static ServiceStatus Status(IServiceProvider provider)
    {
        var calls = provider.GetRequiredService<AsteriskCalls>();
        var crms = provider.GetRequiredService<CrmAccounts>();
        var php = provider.GetRequiredService<PhpEngine>();
        var storage = new StorageStatus(
            [("outbox", provider.GetRequiredService<Opened<OutboxStore>>().Value.Storage)]);
        var hooks = new HookStatus(provider.GetRequiredService<HookRunner>(), () => php.Figures, crms.Sides.Keys);
        return new(
            [storage, hooks, new CallStatus(calls), provider.GetRequiredService<OutboxStatus>(), .. crms.Statuses,
                new AsteriskStatus(calls)],
            provider.GetRequiredService<TimeProvider>());
    }
}
