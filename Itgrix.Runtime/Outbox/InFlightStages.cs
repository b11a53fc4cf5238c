using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Stages on their way to the disk. The flow may have them already, so that hooks need not wait for the disk; what
/// comes of them is kept, and sent, only after they are.
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

    /// <summary>Those of the call, in their order. Who reads the store after this misses none.</summary>
    public IReadOnlyList<InFlightStage> Of(CallKey call)
    {
        lock (_gate)
            return _calls.TryGetValue(call, out var stages) ? [.. stages] : [];
    }
}

/// <summary>A stage on its way to the disk.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Kept">Done once it is on the disk; fails when it is not kept.</param>
internal sealed record InFlightStage(CallStageEvent Stage, Task Kept)
{
    /// <summary>Whether it was told, or found to be known, from here: nobody needs to be woken for it.</summary>
    public bool IsClaimed { get; set; }
}
