using Itgrix.Hooks;
using Itgrix.Runtime.Bitrix24;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Kommo;
using Itgrix.Runtime.Numbers;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>The CRM of a replay: what it is told of past calls ends in a simulated one.</summary>
internal sealed class ReplayCrm : IStepStore, IAsyncDisposable
{
    // The simulated portal's first employee.
    private const long DefaultUser = 1;

    private readonly Dictionary<string, CallSteps> _calls = [];
    private readonly ReplayOutput _output;
    private readonly SimulatedPortal? _portal;
    private readonly CallFlow _flow;
    private readonly ICrmTransport? _transport;

    private ReplayCrm(ReplayOutput output, SimulatedPortal? portal, CallFlow flow)
    {
        (_output, _portal, _flow) = (output, portal, flow);
        _transport = portal is null ? null : new Bitrix24Transport(portal.Client);
    }

    public static async Task<ReplayCrm> StartAsync(
        Crm crm, ItgrixConfig config, HookRunner hooks, NumberPlanFile numbers, ReplayOutput output, CancellationToken token)
    {
        if (crm == Crm.Kommo)
            return new(output, null, new KommoFlow(hooks, output.Ran));
        var options = config.Bitrix24 ?? new() { DefaultUser = DefaultUser };
        var portal = await SimulatedPortal.StartAsync(options, token);
        var users = new Bitrix24Users(portal.Client, TimeProvider.System);
        var directory = new Bitrix24Directory(options, users, new(portal.Client, users), () => numbers.Current);
        return new(output, portal, new Bitrix24Flow(hooks, options, directory, new(options, config.Asterisk.TimeZone), output.Ran));
    }

    public async Task ReachedAsync(StageReached stage, CancellationToken token)
    {
        if (!_calls.TryGetValue(stage.CallId, out var steps))
        {
            var call = new CallKey(_flow.Crm, stage.CallId);
            _calls[stage.CallId] = steps = new(call, [], this, new ReplayTransport(call, _transport, _output), RetryPauses.Default, TimeProvider.System);
        }
        try
        {
            await _flow.ReachedAsync(stage, steps, token);
        }
        catch (Exception error) when (error is CallWaitsException or CrmException)
        {
            Console.Error.WriteLine($"Call {stage.CallId} cannot go on: {error.Message}");
        }
        if (stage.Stage == CallStage.CallEnded)
            _calls.Remove(stage.CallId);
    }

    // A replay ends with its file.
    public Task SaveAsync(CallStep step, CancellationToken token) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null)
            await _portal.DisposeAsync();
    }
}
