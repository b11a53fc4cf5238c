using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>Observes calls, to display them.</summary>
internal interface ICallWatcher
{
    void StageStarted(CallStageEvent stage);

    void Ran(CallStageEvent stage, HookOutcome outcome);

    /// <summary>Observes a request and the CRM's response, or the reason why there is none.</summary>
    void Sent(CallKey call, string method, JsonObject request, JsonElement? answer, string error);

    /// <summary>Observes a call that has ended and is delivered to every CRM, or waits for one.</summary>
    void Ended(CallStageEvent end, string crms);
}

/// <summary>Sends requests and reports them to an observer.</summary>
internal sealed class WatchedTransport(CallKey call, ICrmTransport transport, ICallWatcher watcher) : ICrmTransport
{
    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        try
        {
            var answer = await transport.SendAsync(method, parameters, outcomeUnknown, token);
            watcher.Sent(call, method, parameters, answer, "");
            return answer;
        }
        catch (CrmException error)
        {
            watcher.Sent(call, method, parameters, null, error.Message);
            throw;
        }
    }
}
