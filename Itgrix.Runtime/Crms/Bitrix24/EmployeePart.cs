using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The part of a call in which one employee talked.</summary>
/// <param name="Id">The employee's first conversation.</param>
/// <param name="UserId">The employee's user id; <c>null</c> when the CRM does not know the employee.</param>
/// <param name="Began">When the employee first talked.</param>
/// <param name="Talked">The total talk time.</param>
internal sealed record EmployeePart(string Id, long? UserId, DateTime? Began, TimeSpan Talked)
{
    /// <summary>The parts of all employees who talked, in the order of their beginnings.</summary>
    public static IReadOnlyList<EmployeePart> From(CallFull call) =>
    [
        .. from conversation in call.Conversations
           where conversation.Value.Channel.WasAnswered
           orderby conversation.Value.Channel.AnswerTime
           group conversation by conversation.Value.User?.Id ?? conversation.Value.Employee.Best into part
           select new EmployeePart(part.First().Key, CallEmployees.IdOf(part.First().Value),
               part.First().Value.Channel.AnswerTime,
               part.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Value.Channel.TalkTime)),
    ];
}
