using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
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
        .AddSingleton<ConfigReloader>();

    /// <summary>The accounts of the CRMs, each with its own settings, and the way of each stage to them.</summary>
    public static IServiceCollection AddCrms(this IServiceCollection services, ItgrixConfig config)
    {
        foreach (var crm in config.Crms.Keys)
            services.AddSingleton(provider => CrmModules.Of(crm).Open(
                () => provider.GetRequiredService<LiveConfig>().Current.Crms[crm],
                provider.GetRequiredService<CrmServices>()));
        return services
            .AddSingleton(config.Recordings)
            .AddSingleton(provider => new AccountRefresh(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => Services(provider, config))
            .AddSingleton<IReadOnlyDictionary<AccountId, CrmSide>>(provider =>
                provider.GetServices<ICrmAccount>().ToDictionary(
                    account => account.Id, account => new CrmSide(account.Flow, account.Transport)
                        { Watcher = provider.GetService<ICallWatcher>() }));
    }

    /// <summary>The status of all parts; it follows the start and the stop.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services) => services
        .AddSingleton(provider => new ServiceStatus(
            [.. provider.GetServices<IStatusPart>(), .. provider.GetServices<Pbx>().Select(pbx => pbx.Status),
                .. provider.GetServices<ICrmAccount>().Select(account => account.Status)],
            provider.GetRequiredService<TimeProvider>()))
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

    private static CrmServices Services(IServiceProvider provider, ItgrixConfig config)
    {
        var (live, numbers, time) = (provider.GetRequiredService<LiveConfig>(),
            provider.GetRequiredService<NumberPlanFile>(), provider.GetRequiredService<TimeProvider>());
        return new(config.Asterisk.TimeZone, () => numbers.Current, provider.GetRequiredService<HookRunner>(), time)
        {
            Ran = provider.GetService<ICallWatcher>() is { } watcher ? watcher.Ran : null,
            Extensions = () => live.Current.Extensions,
            PublicUrl = config.Http.PublicUrl,
            Recordings = new(config.Recordings, time),
            MissedTasks = new(() => provider.GetRequiredService<Opened<OutboxStore>>().Value),
        };
    }
}
