using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>The way of a call through the stages, as far as it is the same for every CRM.</summary>
/// <param name="ran">Is told of every hook that was asked.</param>
internal abstract class CallFlow(Crm crm, HookRunner hooks, Action<CallStageEvent, HookOutcome>? ran)
    : ICallStageHandler
{
    private static readonly ExtensionOptions AllExtensions = new();

    public Crm Crm => crm;

    /// <summary>Of which employees calls are told; may change at any time.</summary>
    public Func<ExtensionOptions> Extensions { private get; set; } = () => AllExtensions;

    /// <summary>The recordings of calls; <c>null</c>: what Asterisk names is not looked for.</summary>
    public CallRecordings? Recordings { get; set; }

    /// <summary>
    /// A call came to a stage. Called in order for each call, for several calls at a time; called again for a stage
    /// that was not told to its end.
    /// </summary>
    /// <param name="stage">The stage.</param>
    /// <param name="steps">What has been done for the call, and does the rest.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="CallWaitsException">It cannot go on now.</exception>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    public async Task HandleStageAsync(CallStageEvent stage, CallSteps steps, CancellationToken token)
    {
        steps.NotRegistered = WhyNotOfClient(stage.Call);
        if (steps.NotRegistered is not null)
            return;
        var call = new CallContext(crm, stage, hooks, steps, ran) { Recordings = Recordings };
        var counts = Extensions().Count(stage.Call);
        if (counts)
            await call.NumbersAsync(token);
        var isWanted = counts && await call.NeedsRegistrationAsync(token);
        if (!isWanted)
            steps.NotRegistered = counts ? "need_registration" : "by extensions.only or extensions.except";
        await (stage.Stage switch
        {
            CallStage.CallEnded when !isWanted => RefusedAsync(call, token),
            _ when !isWanted => Task.CompletedTask,
            _ when stage.IsPast && await WasToldAsync(call, token) => Task.CompletedTask,
            CallStage.ConversationRequested => RequestedAsync(call, token),
            CallStage.ConversationAccepted => AcceptedAsync(call, token),
            CallStage.ConversationEnded => EndedAsync(call, token),
            _ => CallEndedAsync(call, token),
        });
    }

    /// <summary>What the CRM got of a call whose end was handled, for the log.</summary>
    public virtual string OutcomeOf(CallSteps steps) => CallOutcome.Of(steps, RegisteredAs(steps), []);

    /// <summary>As what the CRM has the call by now, for the log; <c>null</c> when it has not.</summary>
    public virtual string? RegisteredAs(CallSteps steps) => null;

    protected abstract Task RequestedAsync(CallContext call, CancellationToken token);

    protected abstract Task AcceptedAsync(CallContext call, CancellationToken token);

    protected abstract Task EndedAsync(CallContext call, CancellationToken token);

    protected abstract Task CallEndedAsync(CallContext call, CancellationToken token);

    /// <summary>Whether the CRM has the call already, complete, though nothing here knows of it any more.</summary>
    /// <exception cref="CrmException">The CRM does not answer now.</exception>
    protected virtual Task<bool> IsInCrmAsync(CallContext call, CancellationToken token) => Task.FromResult(false);

    /// <summary>need_registration does not want the call at its end; at a stage before it may have.</summary>
    protected virtual Task RefusedAsync(CallContext call, CancellationToken token) => Task.CompletedTask;

    // Once: what this reading of the call makes is not taken for an earlier one's.
    private async Task<bool> WasToldAsync(CallContext call, CancellationToken token)
    {
        var isInCrm = await call.Steps.OnceAsync("in the CRM", async stop =>
        {
            if (!await IsInCrmAsync(call, stop))
                return null;
            CallFlowLogMessages.IsInCrm(crm, call.Stage.CallId);
            return JsonValue.Create(true);
        }, token) is not null;
        if (isInCrm)
            call.Steps.NotRegistered = "has it already";
        return isInCrm;
    }

    /// <summary>Calls inside the company, and such that show no number, are nothing for a CRM.</summary>
    public static bool IsOfClient(CallFull call) => WhyNotOfClient(call) is null;

    private static string? WhyNotOfClient(CallFull call) => call.Channel.Type switch
    {
        CallType.Local => "internal call",
        CallType.Unknown => "neither incoming nor outgoing",
        _ when !NumberPlan.IsPhone(call.Client.Original) => "no client's number",
        _ when call.Client.IsLocal => "the client's number is internal",
        _ => null,
    };
}
