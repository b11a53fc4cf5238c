using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;

namespace Itgrix.Runtime.Cli;

/// <summary>Shows calls in a terminal: stages, hooks that have a file, requests.</summary>
/// <param name="expected">After so many calls it is over.</param>
internal sealed class DemoOutput(TextWriter output, int expected) : ICallWatcher
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _numbers = [];
    private int _calls, _hooks, _requests, _failed;

    /// <summary>Done when all calls have ended.</summary>
    public Task AllEnded => _allEnded.Task;

    public string Summary
    {
        get
        {
            lock (_gate)
                return $"\n{_calls} calls, {_hooks} hooks run, "
                    + $"{_requests} requests to the CRMs, {_failed} of them refused.";
        }
    }

    public void Reached(StageReached stage)
    {
        var call = stage.Call;
        var who = call.Conversations.GetValueOrDefault(stage.ConversationId)?.Employee.Original ?? "";
        Write($"#{NumberOf(stage)} {stage.Time:HH:mm:ss} {(call.Channel.Type == CallType.Outgoing ? "to" : "from")} "
            + $"{call.Client.Original,-12} {CallInput.StageName(stage.Stage)} {who}");
        lock (_gate)
        {
            if (stage.Stage == CallStage.CallEnded && ++_calls == expected)
                _allEnded.TrySetResult();
        }
    }

    public void Ran(StageReached stage, HookOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.NotCustomized)
            return;
        lock (_gate)
            _hooks++;
        Write($"#{NumberOf(stage)}   {outcome.Hook.Id,-45} {outcome.Engine,-4} "
            + $"{outcome.KindName,-9} {outcome.Elapsed.TotalMilliseconds,6:0.0} ms  "
            + ExamplesCommand.Short(outcome.Reason ?? HookCommand.Text(outcome.Data)));
    }

    public void Sent(Crm crm, string method, JsonObject request, JsonElement? answer, string error)
    {
        lock (_gate)
        {
            _requests++;
            _failed += answer is null ? 1 : 0;
        }
        Write($"     {crm}: {method} {ExamplesCommand.Short(HookCommand.Text(request))} {error}");
    }

    private int NumberOf(StageReached stage)
    {
        lock (_gate)
            return _numbers.TryGetValue(stage.CallId, out var number)
                ? number
                : _numbers[stage.CallId] = _numbers.Count + 1;
    }

    private void Write(string line)
    {
        lock (_gate)
            output.WriteLine(line.TrimEnd());
    }
}
