using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Cli;

/// <summary>Shows calls in a terminal, one after the other: stages, hooks that have a file, requests.</summary>
/// <param name="expected">Number of calls after which it ends.</param>
internal sealed class DemoOutput(TextWriter output, int expected) : ICallWatcher
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DemoCalls _shown = new(output);
    private int _calls, _hooks, _failed, _requests, _refused;

    /// <summary>Completes when all calls have ended and are delivered to the CRMs.</summary>
    public Task AllEnded => _allEnded.Task;

    public string Summary
    {
        get
        {
            lock (_gate)
                return $"{_calls} calls, {_hooks} hooks run, "
                    + $"{_requests} requests to the CRMs, {_refused} of them refused."
                    + (_failed > 0 ? $" Failed hooks: {_failed}." : "");
        }
    }

    public void StageStarted(CallStageEvent stage)
    {
        var call = stage.Call;
        var who = call.Conversations.GetValueOrDefault(stage.ConversationId)?.Employee.Original ?? "";
        Show(stage.CallId, $"{stage.Time:HH:mm:ss} {(call.Channel.Type == CallType.Outgoing ? "to" : "from")} "
            + $"{call.Client.Original,-12} {CallInput.StageName(stage.Stage)} {who}");
    }

    public void Ran(CallStageEvent stage, HookOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.NotCustomized)
            return;
        lock (_gate)
        {
            _hooks++;
            _failed += outcome.Kind == OutcomeKind.Failed ? 1 : 0;
        }
        Show(stage.CallId, $"  {outcome.Hook.Id,-45} {outcome.Engine,-4} "
            + $"{outcome.KindName,-9} {outcome.Elapsed.TotalMilliseconds,6:0.0} ms  "
            + ExamplesCommand.Short(outcome.Reason ?? HookCommand.Text(outcome.Data)));
    }

    public void Sent(CallKey call, string method, JsonObject request, JsonElement? answer, string error)
    {
        lock (_gate)
        {
            _requests++;
            _refused += answer is null ? 1 : 0;
        }
        Show(call.CallId, $"  {call.Account}: {method} {ExamplesCommand.Short(HookCommand.Text(request))} {error}");
    }

    public void Ended(CallStageEvent end, string crms)
    {
        Show(end.CallId, $"{CallSummary.Of(end.Call)}; {crms}");
        lock (_gate)
        {
            _shown.End(end.CallId);
            if (++_calls == expected)
                _allEnded.TrySetResult();
        }
    }

    private void Show(string call, string line)
    {
        lock (_gate)
            _shown.Add(call, line.TrimEnd());
    }
}
