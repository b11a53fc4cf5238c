using Itgrix.Hooks;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>A call has come to a stage; nothing of it changes any more.</summary>
/// <param name="Stage">Which one.</param>
/// <param name="CallId">The call: Asterisk's linkedid.</param>
/// <param name="ConversationId">Whose stage it is; empty at the end of the call.</param>
/// <param name="Time">When, by the clock of the Asterisk server.</param>
/// <param name="Call">The call as it was then, as far as Asterisk knows it.</param>
internal sealed record CallStageEvent(CallStage Stage, string CallId, string ConversationId, DateTime Time, CallFull Call)
{
    /// <summary>Whether the call was begun by an Originate: an employee's phone rang first.</summary>
    public bool IsOriginated { get; init; }

    /// <summary>Whether it is told of long after it was reached: nobody waits for it any more.</summary>
    public bool IsPast { get; init; }

    /// <summary>The files that the call was recorded to, as Asterisk named them, the first first.</summary>
    public IReadOnlyList<string> Recordings { get; init; } = [];

    /// <summary>At the end of the call: the linkedids of what turned out to be a part of it, for the journal.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Tells this stage from every other one, also after a restart.</summary>
    public string Key => ConversationId.Length == 0 ? $"{CallId}/{Stage}" : $"{CallId}/{ConversationId}/{Stage}";
}
