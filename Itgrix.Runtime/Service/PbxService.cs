using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Features.Clicks;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>
/// The service's functions on request: redelivers past calls, makes calls, reloads its settings.
/// </summary>
internal sealed class PbxService
{
    private readonly ItgrixConfig _config;
    private readonly CrmAccounts _crms;
    private readonly TimeProvider _time;
    private readonly ConfigReloader _reloading;
    private readonly PastCallJobs? _pastCalls;

    /// <exception cref="CelStoreException">The channel events cannot be read as configured.</exception>
    public PbxService(
        LiveConfig live, NumberPlanFile numbers, CrmAccounts crms, (IOutboxStore Store, CallOutbox Outbox) outbox,
        TimeProvider time)
    {
        (_config, _crms, _time) = (live.Current, crms, time);
        _reloading = new(live, crms.RefreshAsync);
        if (_config.Asterisk is not { Cel: { } cel, TimeZone: var zone })
            return;
        var reader = new PastCallReader(CelStores.Open(cel, zone, time), () => numbers.Current, zone, time);
        var backfill = new PastCallBackfill(reader, outbox.Store, outbox.Outbox, [.. crms.Sides.Keys], time);
        _pastCalls = new(reader, backfill.BackfillAsync);
    }

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(_reloading.RunAsync(stop), _pastCalls?.RunAsync(stop) ?? Task.CompletedTask);

    /// <param name="routes">The route builder.</param>
    /// <param name="requests">Makes calls; <c>null</c> when no call can be originated.</param>
    public void MapRoutes(IEndpointRouteBuilder routes, CallRequests? requests)
    {
        routes.MapReadCall(_pastCalls, _time);
        routes.MapReload(_reloading.ReloadAsync);
        if (_config.ClickToCall.Token is not null && requests is not null)
            new CallRoute(_config.ClickToCall, [.. _crms.Sides.Keys], requests).Map(routes);
    }
}
