using Itgrix.Hooks;
using Itgrix.Runtime.Bitrix24;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Kommo;
using Itgrix.Runtime.Numbers;
using Itgrix.Runtime.Outbox;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime;

/// <summary>The CRMs that are configured.</summary>
internal sealed class CrmAccounts : IAsyncDisposable
{
    private readonly List<ICrmAccount> _accounts = [];
    private readonly TimeProvider _time;

    public CrmAccounts(ItgrixConfig config, HookRunner hooks, TimeProvider time)
    {
        _time = time;
        var (zone, plan) = (config.Asterisk.TimeZone, new NumberPlanFile(config.Numbers));
        if (config.Bitrix24 is { } bitrix24)
            _accounts.Add(new Bitrix24Portal(bitrix24, zone, () => plan.Current, hooks, time));
        if (config.Kommo is { } kommo)
            _accounts.Add(new KommoAccount(kommo, zone, () => plan.Current, hooks, time));
        Sides = _accounts.ToDictionary(account => account.Side.Flow.Crm, account => account.Side);
    }

    public IReadOnlyDictionary<Crm, CrmSide> Sides { get; }

    /// <summary>Who can be asked whose number it is.</summary>
    public IReadOnlyList<ICallerLookup> Callers => [.. _accounts.Select(account => account.Callers)];

    /// <summary>From here on recordings are looked for, and waited for.</summary>
    public void LookForRecordings(RecordingOptions options)
    {
        foreach (var account in _accounts)
            account.Side.Flow.Recordings = new(options, _time);
    }

    public async Task StartAsync(Schedule schedule, CancellationToken stop)
    {
        foreach (var account in _accounts)
            await account.StartAsync(schedule, stop);
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
