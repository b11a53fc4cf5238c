using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>Sends a replayed call's requests to a simulated CRM, and prints them.</summary>
internal sealed class ReplayTransport(CallKey call, ICrmTransport crm, ReplayOutput output) : ICrmTransport
{
    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        // A past call's recording need not be on this machine; the requests are the same.
        if (!File.Exists(parameters[Bitrix24Transport.File]?.ToString()))
            parameters.Remove(Bitrix24Transport.File);
        var printed = parameters.DeepClone().AsObject();
        // A parameter with this prefix is for our own transport.
        foreach (var own in printed.Select(field => field.Key).Where(name => name.StartsWith('$')).ToList())
            printed.Remove(own);
        // Kommo takes several entries per request.
        JsonNode request = call.Crm == Crm.Kommo ? new JsonArray(printed) : printed;
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
