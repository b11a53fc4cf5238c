using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Benchmarks;

/// <summary>The steps of calls without a disk, sent to a CRM that answers at once.</summary>
internal sealed class StepsInMemory : IStepStore, ICrmTransport
{
    private static readonly JsonElement
        Registered = JsonElement.Parse("""{"CALL_ID": "externalCall.1"}"""), Done = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, CallSteps> _calls = [];

    /// <summary>Those of the stage's call, to its end.</summary>
    public CallSteps Of(StageReached stage)
    {
        var steps = _calls.GetOrAdd(stage.CallId,
            id => new(new(Crm.Bitrix24, id), [], this, this, RetryPauses.Default, TimeProvider.System));
        if (stage.Stage == CallStage.CallEnded)
            _calls.TryRemove(stage.CallId, out _);
        return steps;
    }

    public Task SaveAsync(CallStep step, CancellationToken token) => Task.CompletedTask;

    public Task<JsonElement> SendAsync(string method, JsonObject parameters, bool mayBeDone, CancellationToken token) =>
        Task.FromResult(method.EndsWith(".register", StringComparison.Ordinal) ? Registered : Done);
}
