using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;
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
    private readonly Dictionary<string, CallSteps> _calls = [];
    private readonly ISimulatedCrm _simulated;
    private readonly ICrmModule _module;
    private readonly ICrmAccount _account;
    private readonly ReplayOutput _output;

    private ReplayCrm(ISimulatedCrm simulated, ICrmModule module, ICrmAccount account, ReplayOutput output) =>
        (_simulated, _module, _account, _output) = (simulated, module, account, output);

    public static async Task<ReplayCrm> StartAsync(
        ICrmModule module, ItgrixConfig config, HookRunner hooks, NumberPlanFile plan, ReplayOutput output,
        CancellationToken token)
    {
        var simulated = await module.SimulateAsync(token);
        var options = simulated.Connect(config.Crms.GetValueOrDefault(module.Crm));
        var services = new CrmServices(config.Asterisk.TimeZone, () => plan.Current, hooks, TimeProvider.System)
            { Ran = output.Ran };
        return new(simulated, module, module.Open(() => options, services), output);
    }

    public async Task ReachedAsync(CallStageEvent stage, CancellationToken token)
    {
        if (!_calls.TryGetValue(stage.CallId, out var steps))
        {
            var call = new CallKey(_account.Id, stage.CallId);
            var transport = new ReplayTransport(call, _account.Transport, _module, _output);
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
        _simulated.Dispose();
    }
}
