using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Stages that are being written to the disk. The flow may have them already, so that hooks need not wait for the
/// disk; their steps are stored and sent only after the stages are committed.
/// </summary>
internal sealed class InFlightStages
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CallKey, List<InFlightStage>> _calls = [];

    public void Add(CallKey call, InFlightStage stage)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(call, out var stages))
                _calls[call] = stages = [];
            stages.Add(stage);
        }
    }

    public void Remove(CallKey call, InFlightStage stage)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(call, out var stages) && stages.Remove(stage) && stages.Count == 0)
                _calls.Remove(call);
        }
    }

    /// <summary>The stages of the call in order; a read of the store after this misses none.</summary>
    public IReadOnlyList<InFlightStage> Of(CallKey call)
    {
        lock (_gate)
            return _calls.TryGetValue(call, out var stages) ? [.. stages] : [];
    }
}

/// <summary>A stage that is being written to the disk.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Kept">Completes when the stage is on the disk; fails when it cannot be stored.</param>
internal sealed record InFlightStage(CallStageEvent Stage, Task Kept)
{
    /// <summary>Whether a worker delivered it or found it delivered, so that no worker must be woken for it.</summary>
    public bool IsClaimed { get; set; }
}
