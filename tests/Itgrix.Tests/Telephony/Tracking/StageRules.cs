using Itgrix.Hooks;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>What holds for the stages of every call, whatever Asterisk says.</summary>
internal static class StageRules
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    public static CallTracker Tracker() => new() { Numbers = CallTranscript.Numbers };

    public static List<CallStageEvent> Tell(this CallTracker tracker, IEnumerable<PbxEvent> events) =>
        [.. events.SelectMany(tracker.Apply)];

    /// <summary>All that is said of these events, and then that no channel is left.</summary>
    public static List<CallStageEvent> ToTheEnd(this CallTracker tracker, IEnumerable<PbxEvent> events, DateTime time) =>
        [.. tracker.Tell(events), .. tracker.Missing(time)];

    /// <summary>Asterisk has had no channel for a long while.</summary>
    public static IReadOnlyList<CallStageEvent> Missing(this CallTracker tracker, DateTime time)
    {
        tracker.KeepOnly(Nothing, DateTime.MinValue);
        return tracker.Tick(time);
    }

    public static IEnumerable<string> Keys(this IEnumerable<CallStageEvent> stages) => stages.Select(stage => stage.Key);

    /// <summary>What a CRM could tell apart, in the order within each call.</summary>
    public static IReadOnlyList<string> Told(this IEnumerable<CallStageEvent> stages) => [.. stages
        .GroupBy(stage => stage.CallId).OrderBy(call => call.Key, StringComparer.Ordinal)
        .SelectMany(call => call.Select(stage => $"{stage.Key} {stage.Call.Result} {stage.Call.Client.Original} {stage.Call.Channel.Type}"))];

    /// <summary>What is wrong with the stages of calls that are all over; <c>null</c> when nothing is.</summary>
    public static string? Broken(IReadOnlyList<CallStageEvent> stages)
    {
        foreach (var call in stages.GroupBy(stage => stage.CallId))
        {
            if (call.Count(stage => stage.Stage == CallStage.CallEnded) != 1 || call.Last().Stage != CallStage.CallEnded)
                return $"call {call.Key} does not end once and last: {string.Join(' ', call.Keys())}";
            foreach (var conversation in call.SkipLast(1).GroupBy(stage => stage.ConversationId))
            {
                var order = conversation.Select(stage => stage.Stage).ToList();
                if (order[^1] != CallStage.ConversationEnded || !order.SequenceEqual(order.Distinct().Order()))
                    return $"conversation {conversation.Key} goes {string.Join(' ', order)}";
            }
        }
        return null;
    }
}
