using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>Sends a replayed call's requests to a simulated CRM, and prints them.</summary>
internal sealed class ReplayTransport(
    CallKey call, ICrmTransport crm, ICrmModule module, ReplayOutput output) : ICrmTransport
{
    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        // A past call's recording need not be on this machine; the requests are the same.
        if (!File.Exists(parameters[PseudoParameters.File]?.ToString()))
            parameters.Remove(PseudoParameters.File);
        var printed = PseudoParameters.Without(parameters);
        var request = module.BodyOf(printed);
        try
        {
            var answer = await crm.SendAsync(method, parameters, outcomeUnknown, token);
            output.Sent(call, method, request, JsonNode.Parse(answer.GetRawText()));
            return answer;
        }
        catch (CrmException error)
        {
            output.Sent(call, method, request, new JsonObject { ["error"] = error.Message });
            throw;
        }
    }
}
