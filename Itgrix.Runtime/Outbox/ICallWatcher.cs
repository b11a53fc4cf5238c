using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>Is told what happens to calls, to show it.</summary>
internal interface ICallWatcher
{
    void StageStarted(CallStageEvent stage);

    void Ran(CallStageEvent stage, HookOutcome outcome);

    /// <summary>A request and what the CRM answered; of one that it did not answer, why.</summary>
    void Sent(CallKey call, string method, JsonObject request, JsonElement? answer, string error);

    /// <summary>A call has ended, and every CRM has what it gets, or is waited for.</summary>
    void Ended(CallStageEvent end, string crms);
}

/// <summary>Sends, and tells of it.</summary>
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
