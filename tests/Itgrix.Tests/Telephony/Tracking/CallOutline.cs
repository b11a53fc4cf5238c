using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Calls in a line each: who, what happened, how long each employee talked, whether a CRM hears of
/// it.</summary>
internal static class CallOutline
{
    /// <summary>The calls of the events, in the order of their ids.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<PbxEvent> events, CallTracker? tracker = null)
    {
        tracker ??= StageRules.Tracker();
        var stages = tracker.Tell(events);
        StageRules.Broken(stages).Should().BeNull();
        tracker.Count.Should().Be(0, "all calls have ended");
        return [.. stages.Where(stage => stage.Stage == CallStage.CallEnded)
            .OrderBy(end => end.CallId, StringComparer.Ordinal)
            .Select(end => Line(end, [.. stages.Where(stage => stage.CallId == end.CallId)]))];
    }

    private static string Line(CallStageEvent end, IReadOnlyList<CallStageEvent> stages)
    {
        var order = stages.SkipLast(1).Select(stage =>
            $"{stage.Stage.ToString()["Conversation".Length..].ToLowerInvariant()} "
            + $"{stage.Call.ActiveConversation!.Employee.Original}");
        var talks = end.Call.Conversations.Values.Where(one => one.Channel.WasAnswered)
            .OrderBy(one => one.Channel.AnswerTime)
            .Select(one => $"{one.Employee.Original} {Math.Round(one.Channel.TalkTime.TotalSeconds)} s");
        var told = CallFlow.IsOfClient(end.Call) ? "told" : "not told";
        return $"{CallTranscript.HeaderOf(end)["call ".Length..]}: {end.Call.Result}, {told}; "
            + $"{string.Join(", ", order)}; talked: {string.Join(", ", talks)}";
    }
}
