using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Benchmarks;

/// <summary>The steps of calls without a disk.</summary>
internal sealed class StepsInMemory(ICrmTransport transport) : IStepStore
{
    private readonly ConcurrentDictionary<string, CallSteps> _calls = [];

    /// <summary>The steps of the stage's call, up to its end.</summary>
    public CallSteps Of(CallStageEvent stage)
    {
        var steps = _calls.GetOrAdd(stage.CallId,
            id => new(new(Crm.Bitrix24, id), [], this, transport, RetryDelays.Default, TimeProvider.System));
        if (stage.Stage == CallStage.CallEnded)
            _calls.TryRemove(stage.CallId, out _);
        return steps;
    }

    public Task SaveAsync(OutboxRequest step, CancellationToken token) => Task.CompletedTask;
}
