using Itgrix.Hooks;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>A call has reached a stage; immutable.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="CallId">The call: Asterisk's linkedid.</param>
/// <param name="ConversationId">The conversation of the stage; empty at the end of the call.</param>
/// <param name="Time">Time of the stage, by the clock of the Asterisk server.</param>
/// <param name="Call">The call at that time, with the data that Asterisk has.</param>
internal sealed record CallStageEvent(
    CallStage Stage, string CallId, string ConversationId, DateTime Time, CallFull Call)
{
    /// <summary>Whether the call began with an Originate: an employee's phone rang first.</summary>
    public bool IsOriginated { get; init; }

    /// <summary>Whether it is delivered long after it was reached, when nobody waits for it any more.</summary>
    public bool IsPast { get; init; }

    /// <summary>The recordings of the call, as Asterisk named them, the oldest first.</summary>
    public IReadOnlyList<string> Recordings { get; init; } = [];

    /// <summary>At the end of the call: the linkedids of its merged parts, for the ledger.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Identifies this stage, also across restarts.</summary>
    public string Key => ConversationId.Length == 0 ? $"{CallId}/{Stage}" : $"{CallId}/{ConversationId}/{Stage}";
}
