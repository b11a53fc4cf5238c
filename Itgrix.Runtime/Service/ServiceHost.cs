using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Itgrix.Runtime.Service;

/// <summary>
/// The service: from Asterisk to the CRMs, until it is stopped. Accepted but undelivered calls are on the disk when it
/// ends, however it ends.
/// </summary>
internal static class ServiceHost
{
    /// <param name="config">The configuration at the start.</param>
    /// <param name="time">The clock.</param>
    /// <param name="watcher">Observer of events; <c>null</c> when there is none.</param>
    public static IHost Create(ItgrixConfig config, TimeProvider time, ICallWatcher? watcher = null)
    {
        // Empty: no settings from the environment or from files beside the program.
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var local = LocalToken.Make();
        if (watcher is not null)
            builder.Services.AddSingleton(watcher);
        builder.Services
            .AddHosting(time)
            .AddConfiguration(config)
            .AddHooks(config.Customizer, config.Crms.Keys)
            .AddOutbox(config.Outbox, config.Calls.Parallel)
            .AddLedger(config.Outbox, config.Asterisk.Name)
            .AddTelephony()
            .AddPbx(config.Asterisk, config.Calls)
            .AddCrms(config)
            .AddPastCalls(config.Asterisk)
            .AddStatus()
            .AddPart<CallOutbox>("outbox", (outbox, stop) => outbox.RunAsync(stop))
            .AddPart<Pbx>("calls of Asterisk", (pbx, stop) => pbx.RunAsync(stop))
            .AddPart<ConfigReloader>("configuration", (reloader, stop) => reloader.RunAsync(stop))
            .AddHttp(config.Http,
                (provider, access) => new ServiceRoutes(provider, config, local).AddAccess(access),
                (provider, routes) => new ServiceRoutes(provider, config, local).Map(routes),
                () => LocalToken.Write(config.Outbox.Folder, local))
            .AddServiceJobs(config.Crms.Keys.Select(crm => new AccountId(crm)))
            .AddStart(CallsAreFollowedAsync);
        return builder.Build();
    }

    private static async Task CallsAreFollowedAsync(IServiceProvider provider, CancellationToken token)
    {
        await Task.WhenAll(provider.GetServices<Pbx>().Select(pbx => pbx.CaughtUp)).WaitAsync(token);
        provider.GetRequiredService<ServiceStatus>().Stage = ServiceStage.Running;
        ConnectorLogMessages.Started(AppLog.For("itgrix"));
    }
}
