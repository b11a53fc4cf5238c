using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>A portal as the service uses it, and the flow of calls to it.</summary>
internal sealed class FlowCrm : IAsyncDisposable
{
    private readonly Func<Bitrix24CallOptions> _settings;
    private readonly Bitrix24ApiClient _client;
    private readonly Bitrix24Users _users;

    /// <param name="webhook">Webhook of a portal without limits.</param>
    public FlowCrm(Secret webhook)
    {
        // The recordings of these calls do not exist: their hook runs, but no file is sent.
        var options = new Bitrix24Options
        {
            Webhook = webhook, RequestsPerSecond = 1e6, Burst = 1_000_000,
            Calls = new()
            {
                DefaultUser = 1,
                Recording = RecordingMode.None, Distribution = new(ToResponsible: true, ShowsName: true),
            },
        };
        _settings = () => options.Calls;
        _client = new(options);
        _users = new(_client, TimeProvider.System);
    }

    public ICallerLookup Callers => new CallerLookup(Crm.Bitrix24, _settings, _users, (number, token) =>
        new Bitrix24CustomerLookup(_client, _users).FindCallerAsync(number, NumberPlan.Default, token));

    public Bitrix24Transport Transport => new(_client);

    public Bitrix24Flow Flow(HookRunner hooks, Action<CallStageEvent, HookOutcome> ran)
    {
        var directory = new Bitrix24Directory(_settings, _users, new(_client, _users), () => NumberPlan.Default);
        var services = new CrmServices(TimeZoneInfo.Utc, () => NumberPlan.Default, hooks, TimeProvider.System)
            { Ran = ran };
        return new(services, _settings, directory, new(_settings, services.Zone));
    }

    public async ValueTask DisposeAsync()
    {
        _users.Dispose();
        await _client.DisposeAsync();
    }
}
