using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>What is still to be told of a call, and what has been done for it.</summary>
/// <param name="Stages">The stages that are not told, in their order.</param>
/// <param name="Steps">Its steps, in any state.</param>
internal sealed record PendingCall(IReadOnlyList<CallStageEvent> Stages, IReadOnlyList<OutboxRequest> Steps)
{
    /// <summary>Its end was told: nothing more is to be told of it.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The stages that were told.</summary>
    public IReadOnlySet<string> Delivered { get; init; } = new HashSet<string>();

    /// <summary>The same with stages that were not on the disk yet, as they come after those.</summary>
    public PendingCall With(IEnumerable<CallStageEvent> handed)
    {
        var known = Stages.Select(stage => stage.Key).ToHashSet();
        return this with
        {
            Stages = [.. Stages, .. handed.Where(IsNew)],
        };

        bool IsNew(CallStageEvent stage) => !IsComplete && !Delivered.Contains(stage.Key) && known.Add(stage.Key);
    }
}
