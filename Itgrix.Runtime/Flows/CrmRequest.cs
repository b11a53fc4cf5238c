using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Flows;

/// <summary>What a CRM is to be told of a call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Method">The CRM's name of it: <c>telephony.externalcall.register</c>, <c>POST /api/v4/calls</c>.</param>
/// <param name="Parameters">As the CRM wants them.</param>
internal sealed record CrmRequest(string CallId, string Method, JsonNode Parameters);

/// <summary>Takes requests, to be sent in their order for each call.</summary>
internal interface ICrmRequests
{
    Task SendAsync(CrmRequest request, CancellationToken token);
}
