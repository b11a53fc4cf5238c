using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Result of a call, as a SIP status.</summary>
internal static class CallResult
{
    // As in the vendor's model, while the result is unknown.
    private const int None = 0;

    public static int For(TrackedCall call)
    {
        if (call.Conversations.Any(conversation => conversation.Accepted is not null))
            return HangupCause.Answered;
        if (!call.IsOver)
            return None;
        var tried = call.Legs.Where(leg => leg.IsClient).ToList() is { Count: > 0 } clients
            ? [clients[^1]]
            : call.Conversations.Select(conversation => conversation.Leg).ToList();
        return tried.Count > 0 ? OfTries(tried) : OfNoTry(call);
    }

    /// <summary>Whether the caller never got past the PBX's own answer.</summary>
    public static bool IsIvr(TrackedCall call) =>
        call is { IsOver: true, Parties.Type: CallType.Incoming, Primary.Answer: not null, Conversations.Count: 0 };

    // Phones that failed in different ways are together a missed call.
    private static int OfTries(List<Leg> tried)
    {
        var results = tried.Select(leg => leg.Status ?? HangupCause.Missed).Distinct().ToList();
        return results.Count == 1 ? results[0] : HangupCause.Missed;
    }

    private static int OfNoTry(TrackedCall call) =>
        call.Primary!.Answer is null ? call.Primary.Status ?? HangupCause.Missed
        : call.Parties.Type switch
        {
            CallType.Incoming => HangupCause.Missed,
            // An announcement answered, in place of the dialled number.
            CallType.Outgoing => call.Primary.Status ?? HangupCause.Missed,
            _ => HangupCause.Answered,
        };
}
