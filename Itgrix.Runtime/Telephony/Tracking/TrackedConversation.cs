using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>One employee's part of a call in progress.</summary>
/// <param name="leg">The employee's channel.</param>
/// <param name="employee">The employee's number.</param>
internal sealed class TrackedConversation(Leg leg, PhoneNumber employee)
{
    public string Id => Leg.Id;

    public Leg Leg { get; } = leg;

    public PhoneNumber Employee { get; } = employee;

    public DateTime? Accepted { get; private set; }

    public DateTime? Ended { get; private set; }

    public bool IsParked { get; set; }

    public bool IsOpen => Ended is null;

    public ChannelState State => Ended is not null ? ChannelState.Ended
        : Accepted is not null ? ChannelState.Talking : ChannelState.Ringing;

    /// <summary>False when it was accepted before, or has ended.</summary>
    public bool Accept(DateTime time)
    {
        if (Accepted is not null || Ended is not null)
            return false;
        Accepted = time;
        return true;
    }

    /// <summary>False when it had ended before.</summary>
    public bool Finish(DateTime time)
    {
        if (Ended is not null)
            return false;
        Ended = time;
        IsParked = false;
        return true;
    }
}
