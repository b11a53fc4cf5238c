using static Itgrix.Hooks.CallStage;

namespace Itgrix.Hooks;

/// <summary>
/// The sets of stages that hooks run in. Where the vendor names no stage, as for most of Kommo, the end of the call is
/// assumed: only there duration, link and result, which these hooks get, are known.
/// </summary>
internal static class HookStages
{
    public static readonly IReadOnlyList<CallStage> Every =
        [ConversationRequested, ConversationAccepted, ConversationEnded, CallEnded];

    public static readonly IReadOnlyList<CallStage> AtRegistration = [ConversationRequested, CallEnded];

    public static readonly IReadOnlyList<CallStage> FromRing = [ConversationRequested, ConversationAccepted, CallEnded];

    public static readonly IReadOnlyList<CallStage> FromAnswer = [ConversationAccepted, CallEnded];

    public static readonly IReadOnlyList<CallStage> AtEnd = [CallEnded];
}
