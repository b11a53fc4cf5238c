using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Cli;

/// <summary>Sends a replayed call's requests to a simulated CRM, if there is one, and prints them.</summary>
/// <param name="portal">Sends; <c>null</c>: nothing is sent, it is the plan of what would be.</param>
internal sealed class ReplayTransport(CallKey call, ICrmTransport? portal, ReplayOutput output) : ICrmTransport
{
    private const string File = "$file";

    public async Task<JsonElement> SendAsync(string method, JsonObject parameters, bool mayBeDone, CancellationToken token)
    {
        // A past call's recording need not be here; what is said of it is the same.
        if (!System.IO.File.Exists(parameters[File]?.ToString()))
            parameters.Remove(File);
        var printed = parameters.DeepClone().AsObject();
        printed.Remove(File);
        // Kommo takes several entries a request.
        JsonNode request = call.Crm == Crm.Kommo ? new JsonArray(printed) : printed;
        try
        {
            var answer = portal is null ? (JsonElement?)null : await portal.SendAsync(method, parameters, mayBeDone, token);
            output.Sent(call, method, request, answer is { } given ? JsonNode.Parse(given.GetRawText()) : null);
            return answer ?? JsonElement.Parse("{}");
        }
        catch (CrmException error)
        {
            output.Sent(call, method, request, new JsonObject { ["error"] = error.Message });
            throw;
        }
    }
}
