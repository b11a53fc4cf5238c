using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Where channels go on when their calls are joined.</summary>
internal sealed partial class CallTracker
{
    // A client's call stays the client's: employees of older calls within the PBX come to it, although Asterisk counts
    // its channels to the older call from now on.
    private void Gather(Bridge bridge, DateTime time)
    {
        if (bridge.Members.Count < 2
            || bridge.Members.FirstOrDefault(member => member.Call.HasClient) is not { Call: { } call })
            return;
        if (bridge.IsConference)
        {
            Confer(bridge, time);
            return;
        }
        foreach (var member in bridge.Members.ToArray())
        {
            if (member.Call == call || member.Call.HasClient || member.HasHandedOver)
                continue;
            if (member.Call.IsAgentLogin)
                call.Serve(member, time);
            else if (member.Call.Order < call.Order)
            {
                _goesOnAs[member.Call.Id] = call;
                Move(member, call, time);
            }
            else if (member.Identity.Role == ChannelRole.Employee)
                Move(member, call, time);
        }
    }

    private static void GoesElsewhere(Leg leg, Bridge bridge, DateTime time)
    {
        foreach (var served in leg.Served.Where(call => !bridge.Members.Any(member => member.Call == call)).ToList())
        {
            if (!served.IsServedSince(leg, time))
                served.ServeNoMore(leg, time);
        }
    }

    // Clients may come and go while an employee stays, and each employee talks with each of them.
    private static void Confer(Bridge conference, DateTime time)
    {
        foreach (var call in conference.Members.Select(member => member.Call).Where(call => call.HasClient).Distinct()
            .ToList())
        {
            foreach (var member in conference.Members.Where(member => member.Call != call
                && member is { Identity.Role: ChannelRole.Employee, IsClient: false, HasHandedOver: false }).ToList())
                call.Serve(member, time);
        }
    }

    // No event reports that a channel moved to an older call; its next one just has that call's linkedid.
    private void Follow(Leg leg, CelRecord record)
    {
        if (!leg.IsAlive || leg.Call.IsAgentLogin)
            return;
        if (CallOf(record.LinkedId) is { } other)
        {
            if (other.Order >= leg.Call.Order)
                return;
            if (leg.Call.HasClient && !other.HasClient)
                _goesOnAs[record.LinkedId] = leg.Call;
            else if (leg.Call.IsErrandOf(leg))
                Adopt(leg.Call, other, record.Time);
            else
                Move(leg, other, record.Time);
        }
        // Records are read again, and the call that it moved to has ended or began before them. A client's call that
        // went on in an agent's goes on.
        else if (!leg.HasJoined && leg.Served.Count == 0 && _goesOnAs.GetValueOrDefault(record.LinkedId) != leg.Call)
        {
            LeaveBridge(leg);
            leg.Call.Lose(leg, record.Time);
        }
    }

    private void LinkedIdEnded(CelRecord record)
    {
        if (!_calls.TryGetValue(record.LinkedId, out var call) || call.IsAgentLogin || call.IsServing)
            return;
        call.Dissolved = record.Time;
        GoOnElsewhere(call, record.Time);
        Clean(call);
    }

    private void GoOnElsewhere(TrackedCall call, DateTime time)
    {
        foreach (var leg in call.Legs.Where(leg => leg is { Bridge: not null, HasHandedOver: false }).ToList())
        {
            if (call.HasClient && leg.Bridge!.Members.Any(one => one.Call != call && !one.Call.HasClient))
            {
                call.Dissolved = null;
                return;
            }
            if (leg.Bridge!.Members.FirstOrDefault(one => one.Call != call && one.Call.Dissolved is null) is { } other)
                Move(leg, other.Call, time);
        }
    }

    private void Move(Leg leg, TrackedCall call, DateTime time)
    {
        var source = leg.Call;
        source.Dissolved ??= time;
        call.Join(leg, time);
        Clean(source);
    }

    // Phones that the part dials later still have its linkedid.
    private void Adopt(TrackedCall part, TrackedCall call, DateTime time)
    {
        _calls.Remove(part.Id);
        _parts[part.Id] = call;
        call.Adopt(part, time);
    }
}
