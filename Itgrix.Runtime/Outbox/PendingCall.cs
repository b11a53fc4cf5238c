using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>What is still to be delivered for a call, and what has been done for it.</summary>
/// <param name="Stages">The undelivered stages in order.</param>
/// <param name="Steps">Its steps, in any state.</param>
internal sealed record PendingCall(IReadOnlyList<CallStageEvent> Stages, IReadOnlyList<OutboxRequest> Steps)
{
    /// <summary>Whether its end was delivered, so that nothing more is delivered for it.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The keys of delivered stages.</summary>
    public IReadOnlySet<string> Delivered { get; init; } = new HashSet<string>();

    /// <summary>The same call with stages that were not on the disk yet, which come after the stored ones.</summary>
    public PendingCall With(IEnumerable<CallStageEvent> inFlight)
    {
        var known = Stages.Select(stage => stage.Key).ToHashSet();
        return this with
        {
            Stages = [.. Stages, .. inFlight.Where(IsNew)],
        };

        bool IsNew(CallStageEvent stage) => !IsComplete && !Delivered.Contains(stage.Key) && known.Add(stage.Key);
    }
}
