using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Clicks;
using Itgrix.Runtime.Features.Connecting;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Numbers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Itgrix.Runtime.Service;

/// <summary>The routes of all rooms, and who may use them.</summary>
internal sealed class ServiceRoutes(IServiceProvider provider, ItgrixConfig config, Secret local)
{
    private static readonly ILogger Log = AppLog.For("distribution");

    private readonly TimeProvider _time = provider.GetRequiredService<TimeProvider>();
    private readonly List<ICrmAccount> _accounts = [.. provider.GetServices<ICrmAccount>()];
    private readonly HookRunner _hooks = provider.GetRequiredService<HookRunner>();

    public void AddAccess(AuthenticationBuilder access)
    {
        access.AddAdmin(config.Admin?.PasswordHash, _time).AddMetrics(config.Metrics?.Token, _time)
            .AddLocal(local);
        if (config.CallRouter?.Token is { } dialplan)
            RoutingRoute.AddAccess(access, dialplan, _time);
        if (config.ClickToCall.Token is { } programs)
            CallRoute.AddAccess(access, programs, _time);
        RecordingRoute.AddAccess(access, config.Recordings, _time);
        foreach (var account in _accounts)
            account.AddAccess(access);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapStatus(provider.GetRequiredService<ServiceStatus>());
        routes.MapOpenApi();
        MapRouting(routes);
        routes.MapReadCall(provider.GetService<PastCallJobs>(), _time);
        routes.MapReload(provider.GetRequiredService<ConfigReloader>().ReloadAsync);
        RecordingRoute.Map(routes, config.Recordings, _time);
        foreach (var account in _accounts)
            account.MapConnection(routes, token => ChangedAsync(account, token));
        ConnectRoute.Map(routes, _accounts);
        // Without a manager interface no call can be originated.
        if (provider.GetServices<Pbx>().Select(pbx => pbx.Listener).FirstOrDefault(ami => ami is not null)
            is not { } listener)
            return;
        var requests = new CallRequests(
            new(config.ClickToCall, _hooks, listener.OriginateAsync, _time),
            provider.GetRequiredService<BackgroundWorkQueue>(),
            provider.GetRequiredService<Opened<OutboxStore>>().Value, provider.GetRequiredService<CallOutbox>());
        if (config.ClickToCall.Token is not null)
            new CallRoute(config.ClickToCall, [.. _accounts.Select(account => account.Flow.Crm)], requests).Map(routes);
        foreach (var account in _accounts)
            account.MapRoutes(routes, requests);
    }

    // What waited for the connection does not wait for the next attempt.
    private async Task ChangedAsync(ICrmAccount account, CancellationToken token)
    {
        await provider.GetRequiredService<AccountRefresh>().RunAsync(account, token);
        await provider.GetRequiredService<Opened<OutboxStore>>().Value.HastenAsync(account.Id, token);
    }

    private void MapRouting(IEndpointRouteBuilder routes)
    {
        if (config.CallRouter is not { Token: not null } options)
        {
            if (_accounts.Exists(account => account.Callers.Distribution.IsOn))
                RoutingLogMessages.NoToken(Log);
            return;
        }
        var numbers = provider.GetRequiredService<NumberPlanFile>();
        var router = new CallRouter(
            options, _accounts.Select(account => account.Callers), _hooks, () => numbers.Current, _time);
        routes.MapRouting(router.AskAsync);
    }
}
