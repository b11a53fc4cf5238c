using Itgrix.Hooks;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Employees who talk with the client while their channels stay in calls of their own.</summary>
internal sealed partial class TrackedCall
{
    /// <summary>Whether one of its channels serves another call.</summary>
    public bool IsServing => _legs.Exists(leg => leg.Served.Count > 0);

    /// <summary>An agent who logged in, or an employee in a conference, talks with this call's client.</summary>
    public void Serve(Leg employee, DateTime time)
    {
        if (IsOver || employee.Served.Contains(this) || Taken(employee) is not { } conversation
            || !conversation.Accept(time))
            return;
        employee.Serve(this);
        // A program called the client, and put the two together.
        if (Parties is { Type: CallType.Outgoing, From.Original.Length: 0 })
            Parties.CallerNamed(employee.EmployeeNumber);
        // An agent's login is a call by itself, going into a conference is not.
        if (employee.Call is { IsAgentLogin: false, HasClient: false })
            employee.Call._wentOver = true;
        Reach(CallStage.ConversationAccepted, conversation, time);
    }

    /// <summary>Whether that employee's talk is newer than an event, which comes again then.</summary>
    public bool IsServedSince(Leg employee, DateTime time) => OpenConversation(employee)?.Accepted > time;

    /// <summary>That employee has left.</summary>
    public void ServeNoMore(Leg employee, DateTime time)
    {
        employee.ServeNoMore(this);
        HandedOver(employee, time);
    }
}
