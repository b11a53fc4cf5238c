using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Builds the immutable call that hooks get, as of one moment.</summary>
internal static class CallSnapshot
{
    public static CallFull Create(TrackedCall call, TrackedConversation? active)
    {
        if (call.IsOriginated)
            call.Parties.Originated();
        var conversations = new Dictionary<string, Conversation>(call.Conversations.Count);
        foreach (var conversation in call.Conversations)
            conversations[conversation.Id] = Part(call, conversation);
        return new()
        {
            ActiveConversationId = active?.Id ?? "",
            Channel = MainLine(call, call.Primary!),
            Conversations = conversations,
            IsIvr = CallResult.IsIvr(call),
            Result = CallResult.For(call),
        };
    }

    private static Conversation Part(TrackedCall call, TrackedConversation conversation) => new()
    {
        IsParked = conversation.IsParked,
        Channel = Line(call, conversation.Leg) with
        {
            From = call.Parties.Type == CallType.Outgoing ? conversation.Employee : call.Parties.From,
            To = call.Parties.Type == CallType.Outgoing ? call.Parties.To : conversation.Employee,
            State = conversation.State,
            AnswerTime = conversation.Accepted,
            EndTime = conversation.Ended,
            WasAnswered = conversation.Accepted is not null,
        },
    };

    private static Channel MainLine(TrackedCall call, Leg leg) => Line(call, leg) with
    {
        From = call.Parties.From,
        To = call.Parties.To,
        State = call.IsOver ? ChannelState.Ended : leg.Answer is null ? ChannelState.Ringing : ChannelState.Talking,
        AnswerTime = leg.Answer,
        EndTime = call.IsOver ? call.LastEvent : null,
        WasAnswered = leg.Answer is not null,
    };

    private static Channel Line(TrackedCall call, Leg leg) => new()
    {
        Id = leg.Id,
        Name = leg.Channel,
        IsPrimary = leg.Id == call.Id,
        StartTime = leg.Start,
        Type = call.Parties.Type,
        Trunk = call.Parties.Trunk,
        Extra = leg.Extra,
    };
}
