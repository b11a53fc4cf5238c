using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Service;

/// <summary>The configured CRMs.</summary>
internal sealed class CrmAccounts : IAsyncDisposable
{
    private static readonly ILogger Log = AppLog.For("configuration");
    private readonly IReadOnlyList<ICrmAccount> _accounts;
    private readonly TimeProvider _time;

    /// <param name="live">The configuration.</param>
    /// <param name="plan">The number plan.</param>
    /// <param name="hooks">Runs hooks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="watcher">Observer of hooks and requests.</param>
    public CrmAccounts(
        LiveConfig live, NumberPlanFile plan, HookRunner hooks, TimeProvider time, ICallWatcher? watcher = null)
    {
        _time = time;
        var services = new CrmServices(live.Current.Asterisk.TimeZone, () => plan.Current, hooks, time)
            { Ran = watcher is null ? null : watcher.Ran };
        _accounts = [.. live.Current.Crms.Keys.Select(crm =>
            CrmModules.Of(crm).Open(() => live.Current.Crms[crm], services))];
        foreach (var account in _accounts)
            account.Flow.Extensions = () => live.Current.Extensions;
        Sides = _accounts.ToDictionary(
            account => account.Flow.Crm,
            account => new CrmSide(account.Flow, account.Transport) { Watcher = watcher });
    }

    public IReadOnlyDictionary<Crm, CrmSide> Sides { get; }

    /// <summary>The CRMs that can look up a caller's number.</summary>
    public IReadOnlyList<ICallerLookup> Callers => [.. _accounts.Select(account => account.Callers)];

    /// <summary>Status of each CRM.</summary>
    public IReadOnlyList<CrmStatus> Statuses => [.. _accounts.Select(account =>
        new CrmStatus(account.Flow.Crm, account.Employees, account.Health, () => account.Limits))];

    /// <summary>Starts the search for recordings, and the wait for them.</summary>
    public void LookForRecordings(RecordingOptions options)
    {
        foreach (var account in _accounts)
            account.Flow.Recordings = new(options, _time);
    }

    public async Task StartAsync(Schedule schedule, CancellationToken stop)
    {
        foreach (var account in _accounts)
            await account.StartAsync(schedule, stop);
    }

    /// <summary>Refreshes the cached data of the CRMs now; data that cannot be read stays unchanged.</summary>
    public Task RefreshAsync(CancellationToken token) => Task.WhenAll(_accounts.Select(async account =>
    {
        try
        {
            await account.RefreshAsync(token);
        }
        catch (CrmException error)
        {
            ConfigLogMessages.EmployeesNotRead(Log, account.Flow.Crm.ToString(), error.Message);
        }
    }));

    public void AddAccess(AuthenticationBuilder access)
    {
        foreach (var account in _accounts)
            account.AddAccess(access);
    }

    public void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests)
    {
        foreach (var account in _accounts)
            account.MapRoutes(routes, requests);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts)
            await account.DisposeAsync();
    }
}
