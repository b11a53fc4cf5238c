using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Who an Originate rings first.</summary>
internal sealed partial class TrackedCall
{
    // Originate may ring the employee by a Local channel: it is the caller, not a dialled phone.
    private bool IsCallerSought => Primary!.Identity.Role == ChannelRole.LocalHalf && _conversations.Count == 0
        && !_legs.Exists(leg => leg.IsClient || (leg.Id == _employee && leg.Answer is not null));

    private bool IsFirstParty(Leg leg, bool isInside)
    {
        if (isInside && _employee.Length == 0)
            CallBy(leg);
        if (isInside || _employee.Length > 0)
            return isInside;
        // It rings the client first, to call back for example: there is no employee yet.
        leg.IsClient = true;
        Parties.CallsOut(leg.Number);
        Parties.Over(leg.Name);
        return true;
    }
}
