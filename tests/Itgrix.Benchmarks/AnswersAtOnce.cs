using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Benchmarks;

/// <summary>A CRM that answers at once.</summary>
internal sealed class AnswersAtOnce : ICrmTransport
{
    private static readonly JsonElement
        Registered = JsonElement.Parse("""{"CALL_ID": "externalCall.1"}"""), Done = JsonElement.Parse("{}");

    public Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token) =>
        Task.FromResult(method.EndsWith(".register", StringComparison.Ordinal) ? Registered : Done);
}
