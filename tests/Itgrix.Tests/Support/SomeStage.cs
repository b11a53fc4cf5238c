using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>Stages that matter only by call and kind.</summary>
internal static class SomeStage
{
    public static readonly DateTime Time = new(2026, 11, 21, 12, 0, 0);

    public static CallStageEvent Of(string call,
        string conversation = "1", CallStage stage = CallStage.ConversationRequested, DateTime? time = null) =>
        new(stage, call, stage == CallStage.CallEnded ? "" : conversation, time
            ?? Time, new() { Channel = new() { Id = call, StartTime = time ?? Time } });

    public static CallStageEvent End(string call, DateTime? time = null) => Of(call, "", CallStage.CallEnded, time);
}
