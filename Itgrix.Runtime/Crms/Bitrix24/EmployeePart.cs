using System.Globalization;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What one employee talked in a call.</summary>
/// <param name="Id">His first conversation.</param>
/// <param name="UserId">He; <c>null</c> when the CRM does not know him.</param>
/// <param name="Began">When he first talked.</param>
/// <param name="Talked">How long in all.</param>
internal sealed record EmployeePart(string Id, long? UserId, DateTime? Began, TimeSpan Talked)
{
    /// <summary>Everybody who talked, in the order in which they began.</summary>
    public static IReadOnlyList<EmployeePart> From(CallFull call) =>
    [
        .. from conversation in call.Conversations
           where conversation.Value.Channel.WasAnswered
           orderby conversation.Value.Channel.AnswerTime
           group conversation by conversation.Value.User?.Id ?? conversation.Value.Employee.Best into part
           select new EmployeePart(part.First().Key, UserOf(part.First().Value), part.First().Value.Channel.AnswerTime,
               part.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Value.Channel.TalkTime)),
    ];

    private static long? UserOf(Conversation conversation) =>
        long.TryParse(conversation.User?.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
