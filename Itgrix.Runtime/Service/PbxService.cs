using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Features.Clicks;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>
/// What the service does when it is asked to: tells past calls again, makes calls, reads its settings again.
/// </summary>
internal sealed class PbxService
{
    private readonly ItgrixConfig _config;
    private readonly CrmAccounts _crms;
    private readonly TimeProvider _time;
    private readonly ConfigReloader _reloading;
    private readonly PastCallJobs? _pastCalls;

    /// <exception cref="CelStoreException">The channel events cannot be read as it is configured.</exception>
    public PbxService(
        LiveConfig live, NumberPlanFile numbers, CrmAccounts crms, (IOutboxStore Store, CallOutbox Outbox) told,
        TimeProvider time)
    {
        (_config, _crms, _time) = (live.Current, crms, time);
        _reloading = new(live, crms.RefreshAsync);
        if (_config.Asterisk is not { Cel: { } cel, TimeZone: var zone })
            return;
        var reader = new PastCallReader(CelStores.Open(cel, zone, time), () => numbers.Current, zone, time);
        var teller = new PastCallBackfill(reader, told.Store, told.Outbox, [.. crms.Sides.Keys], time);
        _pastCalls = new(reader, teller.TellAsync);
    }

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(_reloading.RunAsync(stop), _pastCalls?.RunAsync(stop) ?? Task.CompletedTask);

    /// <param name="routes">They are added to these.</param>
    /// <param name="requests">Makes calls; <c>null</c> when nobody can be called.</param>
    /// <param name="admin">Lets the administrator in.</param>
    public void MapRoutes(IEndpointRouteBuilder routes, CallRequests? requests, IAccess admin)
    {
        var access = LocalAccess.Make(_config.Outbox.Folder, admin);
        new ReadCallRoute(_pastCalls, access, _time).Map(routes);
        new ReloadRoute(_reloading.ReloadAsync, access).Map(routes);
        if (_config.ClickToCall.Token is { } token && requests is not null)
            new CallRoute(token, _config.ClickToCall, [.. _crms.Sides.Keys], requests, _time).Map(routes);
    }
}
