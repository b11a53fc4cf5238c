using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Rules for the stages of every call, whatever Asterisk sends.</summary>
internal static class StageRules
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    public static CallTracker Tracker() => new() { Numbers = CallTranscript.Numbers };

    public static List<CallStageEvent> Tell(this CallTracker tracker, IEnumerable<PbxEvent> events) =>
        [.. events.SelectMany(tracker.Apply)];

    /// <summary>All events, and then the end of all channels.</summary>
    public static List<CallStageEvent> ToTheEnd(
        this CallTracker tracker, IEnumerable<PbxEvent> events, DateTime time) =>
        [.. tracker.Tell(events), .. tracker.Missing(time)];

    /// <summary>A time long after Asterisk's last channel.</summary>
    public static IReadOnlyList<CallStageEvent> Missing(this CallTracker tracker, DateTime time)
    {
        tracker.KeepOnly(Nothing, DateTime.MinValue);
        return tracker.Tick(time);
    }

    public static IEnumerable<string> Keys(this IEnumerable<CallStageEvent> stages) =>
        stages.Select(stage => stage.Key);

    /// <summary>The stages as a CRM sees them, in order within each call.</summary>
    public static IReadOnlyList<string> Comparable(this IEnumerable<CallStageEvent> stages) => [.. stages
        .GroupBy(stage => stage.CallId).OrderBy(call => call.Key, StringComparer.Ordinal)
        .SelectMany(call => call.Select(
            stage => $"{stage.Key} {stage.Call.Result} {stage.Call.Client.Original} {stage.Call.Channel.Type}"))];

    /// <summary>Errors in the stages of ended calls; <c>null</c> when there are none.</summary>
    public static string? Broken(IReadOnlyList<CallStageEvent> stages)
    {
        foreach (var call in stages.GroupBy(stage => stage.CallId))
        {
            if (call.Count(stage => stage.Stage == CallStage.CallEnded) != 1
                || call.Last().Stage != CallStage.CallEnded)
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

    /// <summary>What no call can have, as a text; <c>null</c> when there is nothing.</summary>
    public static string? Unsound(IEnumerable<CallStageEvent> stages)
    {
        foreach (var stage in stages)
        {
            var call = stage.Call;
            foreach (var channel in call.Conversations.Values.Select(one => one.Channel).Append(call.Channel))
            {
                if (channel.EndTime < channel.AnswerTime || channel.EndTime < channel.StartTime)
                    return $"{stage.Key}: {channel.Name} has a negative length";
            }
            if (stage.Stage == CallStage.ConversationAccepted && call.ActiveConversation?.Channel.WasAnswered != true)
                return $"{stage.Key}: nobody talks";
            foreach (var talk in call.Conversations.Values.Where(one => one.Channel.WasAnswered))
            {
                if (talk.Employee.Original.Length == 0
                    || (CallFlow.IsOfClient(call) && talk.Employee.Original == call.Client.Original))
                    return $"{stage.Key}: a talk of \"{talk.Employee.Original}\" with {call.Client.Original}";
            }
            if (call.Result == 200 && call.Channel.Type is CallType.Incoming or CallType.Outgoing
                && !call.Conversations.Values.Any(one => one.Channel.WasAnswered))
                return $"{stage.Key}: answered by nobody";
        }
        return null;
    }
}
