using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Crms;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// A call as a log text: <c>incoming 12025550123 -> 101, answered after 4 s, talked 40 s</c>.
/// </summary>
internal static class CallSummary
{
    // Every phone of a large queue may ring.
    private const int MaxNames = 4;

    /// <summary>Direction, caller and callee.</summary>
    public static string Parties(CallFull call)
    {
        var employees = Employees(call);
        return call.Channel.Type switch
        {
            CallType.Incoming => $"incoming {Caller(call)} -> {employees ?? Number(call.Channel.To)}",
            CallType.Outgoing => $"outgoing {employees ?? Number(call.Channel.From)} -> {Number(call.Channel.To)}",
            CallType.Local => $"internal {Number(call.Channel.From)} -> {employees ?? Number(call.Channel.To)}",
            _ => $"unknown {Number(call.Channel.From)} -> {Number(call.Channel.To)}",
        };
    }

    /// <summary>The same with the result of the ended call.</summary>
    public static string Of(CallFull call) => $"{Parties(call)}, {Outcome(call)}";

    private static string Outcome(CallFull call)
    {
        var talks = Talked(call).ToList();
        if (talks.Count > 0)
            return $"answered{After(talks[0].Answered - call.Channel.StartTime)}, {Talk(talks)}";
        var after = After(call.Channel.EndTime - call.Channel.StartTime);
        if (call.IsIvr)
            return $"missed in the voice menu{after}";
        return call.Result == HangupCause.Answered
            ? $"answered by the PBX{After(call.Channel.AnswerTime - call.Channel.StartTime)}, "
                + $"lasted {Time(call.Channel.TalkTime)}"
            : $"{Missed(call)}{after}";
    }

    private static string Missed(CallFull call) => call.Result switch
    {
        HangupCause.Missed when call.Channel.Type == CallType.Incoming => "missed",
        HangupCause.Missed => "not answered",
        HangupCause.Busy => "busy",
        HangupCause.Declined => "declined",
        HangupCause.NotFound => "number not found",
        HangupCause.Incomplete => "number incomplete",
        HangupCause.Unavailable => "unavailable",
        HangupCause.NoService => "failed",
        var other => $"ended with {other}",
    };

    private static string Talk(List<EmployeeTalk> talks) => talks is [var only] ? $"talked {Time(only.Talked)}"
        : string.Join(", ", talks.Select(talk => $"{talk.Employee} talked {Time(talk.Talked)}"));

    // An employee who talked twice counts once: the call was put back, or there were two phones.
    private static IEnumerable<EmployeeTalk> Talked(CallFull call) =>
        from conversation in call.Conversations.Values
        where conversation.Channel.WasAnswered
        orderby conversation.Channel.AnswerTime
        group conversation by Number(conversation.Employee) into talk
        select new EmployeeTalk(talk.Key, talk.First().Channel.AnswerTime,
            talk.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Channel.TalkTime));

    // The employees who talked, in that order; else those with ringing phones.
    private static string? Employees(CallFull call)
    {
        var names = Talked(call).Select(talk => talk.Employee).ToList();
        if (names.Count == 0)
            names = [.. call.Conversations.Values.OrderBy(one => one.Channel.StartTime)
                .Select(one => Number(one.Employee)).Distinct()];
        return names.Count == 0 ? null
            : names.Count <= MaxNames ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaxNames - 1))} and {names.Count - MaxNames + 1} more";
    }

    private static string Caller(CallFull call) =>
        call.Channel.From.Original.Length == 0 ? "anonymous" : Number(call.Channel.From);

    private static string Number(PhoneNumber number) => PrintableText.Short(number.Original);

    private static string After(TimeSpan? time) => time >= TimeSpan.Zero ? $" after {Time(time.Value)}" : "";

    private static string Time(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds:0} s"
        : time < TimeSpan.FromHours(1) ? $"{(int)time.TotalMinutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    private sealed record EmployeeTalk(string Employee, DateTime? Answered, TimeSpan Talked);
}
