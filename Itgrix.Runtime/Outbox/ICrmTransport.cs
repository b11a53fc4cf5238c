using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Outbox;

/// <summary>Sends one request to a CRM.</summary>
internal interface ICrmTransport
{
    /// <param name="method">The CRM's method.</param>
    /// <param name="parameters">As it wants them.</param>
    /// <param name="outcomeUnknown">
    /// It may have been done before: it was sent, and its answer was lost. What cannot be repeated is looked for first.
    /// </param>
    /// <param name="token">Cancels.</param>
    /// <returns>The result, as if it was done now.</returns>
    /// <exception cref="CrmException">It was not done, or that is not known.</exception>
    Task<JsonElement> SendAsync(string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token);
}
