using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Cli;

/// <summary>The CRM of a replay: past calls are delivered to a simulator.</summary>
internal sealed class ReplayCrm : IStepStore, IAsyncDisposable
{
    // The first employees of the simulated CRMs.
    private const long OfBitrix24 = 1, OfKommo = 501;

    private readonly Dictionary<string, CallSteps> _calls = [];
    private readonly SimulatedCrm _crm;
    private readonly ICrmAccount _account;
    private readonly ReplayOutput _output;

    private ReplayCrm(SimulatedCrm crm, ICrmAccount account, ReplayOutput output) =>
        (_crm, _account, _output) = (crm, account, output);

    public static async Task<ReplayCrm> StartAsync(
        Crm crm, ItgrixConfig config, HookRunner hooks, NumberPlanFile plan, ReplayOutput output,
        CancellationToken token)
    {
        var simulated = await SimulatedCrm.StartAsync(crm, token);
        var (zone, time) = (config.Asterisk.TimeZone, TimeProvider.System);
        if (crm == Crm.Bitrix24)
        {
            var portal = simulated.Enter(config.Bitrix24 ?? new() { Calls = new() { DefaultUser = OfBitrix24 } });
            return new(
                simulated, new Bitrix24Portal(portal, zone, () => plan.Current, hooks, time, output.Ran), output);
        }
        var account = simulated.Enter(
            config.Kommo ?? new() { Account = new("http://localhost"), Calls = new() { DefaultUser = OfKommo } });
        return new(simulated, new KommoAccount(account, zone, () => plan.Current, hooks, time, output.Ran), output);
    }

    public async Task ReachedAsync(CallStageEvent stage, CancellationToken token)
    {
        if (!_calls.TryGetValue(stage.CallId, out var steps))
        {
            var call = new CallKey(_account.Flow.Crm, stage.CallId);
            var transport = new ReplayTransport(call, _account.Transport, _output);
            _calls[stage.CallId] = steps = new(call, [], this, transport, RetryDelays.Default, TimeProvider.System);
        }
        try
        {
            if (await _account.Flow.HandleStageAsync(stage, steps, token) is { IsDeferred: true } deferred)
                CannotGoOn($"It waits for \"{deferred.WaitsFor}\".");
        }
        catch (CrmException error)
        {
            CannotGoOn(error.Message);
        }
        if (stage.Stage == CallStage.CallEnded)
            _calls.Remove(stage.CallId);

        void CannotGoOn(string reason) => Console.Error.WriteLine($"Call {stage.CallId} cannot go on: {reason}");
    }

    // A replay ends with its file.
    public Task SaveAsync(OutboxRequest step, CancellationToken token) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        _crm.Dispose();
    }
}
