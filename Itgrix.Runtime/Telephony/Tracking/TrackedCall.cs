using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// A call while it goes on: what has been asked, who talks. Each method takes one thing that happened and adds the
/// stages that it brought about to <paramref name="reached"/>.
/// </summary>
internal sealed class TrackedCall(CelRecord first, long order, NumberPlan numbers, List<CallStageEvent> reached)
{
    private readonly List<Leg> _legs = new(4);
    private readonly List<TrackedConversation> _conversations = new(2);
    private readonly List<string> _recordings = [], _ids = [first.LinkedId];
    // What the latest Dial was told: over a trunk, the channel's own name says no number.
    private CelRecord? _dial;
    private string _employee = "";
    private bool _wentOver, _hasDevice;

    public string Id => first.LinkedId;

    /// <summary>Its linkedid, and those of its parts.</summary>
    public IReadOnlyList<string> Ids => _ids;

    public DateTime Began => first.Time;

    /// <summary>Which of two calls began first.</summary>
    public long Order => order;

    public CallParties Parties { get; } = new(first, numbers);

    public IReadOnlyList<Leg> Legs => _legs;

    public IReadOnlyList<TrackedConversation> Conversations => _conversations;

    public IReadOnlyList<string> Recordings => _recordings;

    /// <summary>The first channel, whose uniqueid is the linkedid.</summary>
    public Leg? Primary { get; private set; }

    public bool IsOriginated { get; private set; }

    /// <summary>When Asterisk said that nobody is left, while channels were: they go on in another call.</summary>
    public DateTime? Dissolved { get; set; }

    /// <summary>Since when none of its channels is there; cleared by whatever is told of it.</summary>
    public DateTime? MissingSince { get; set; }

    public DateTime LastEvent { get; private set; } = first.Time;

    /// <summary>Since when nothing was told of it.</summary>
    public DateTime SilentSince { get; private set; } = first.Time;

    public bool IsOver { get; private set; }

    public bool HasEnded => _legs.TrueForAll(leg => !leg.IsAlive);

    public Leg Add(CelRecord record)
    {
        var leg = new Leg(record, this);
        _legs.Add(leg);
        _hasDevice |= leg.Name.IsDevice;
        if (Primary is null)
            Primary = leg;
        else if (leg.Name.IsDevice)
            Ask(leg, record);
        return leg;
    }

    public void Seen(CelRecord record)
    {
        (LastEvent, SilentSince, MissingSince) = (record.Time, record.Time, null);
        // Asterisk names the application of an originated channel so.
        if (record.Application == "AppDial2" && record.UniqueId == Primary?.Id)
            IsOriginated = true;
        if (record.Event != CelEvent.AppStart)
            return;
        if (record.Application == "Dial")
            _dial = record;
        Parties.Dialling(record);
    }

    /// <summary>What it waits for, it waits for from now on: the clock that it was told by was ahead.</summary>
    public void WaitFrom(DateTime now)
    {
        SilentSince = now;
        if (Dissolved is not null)
            Dissolved = now;
        if (MissingSince is not null)
            MissingSince = now;
    }

    public void Entered(Leg leg, DateTime time)
    {
        if (leg.Bridge is { IsTalk: true } bridge)
        {
            // Whoever was there before talks only now.
            foreach (var member in bridge.Members.ToArray())
                member.Call.Talk(member, time);
        }
    }

    public void Left(Leg leg, CelRecord hangup)
    {
        leg.HungUp(hangup);
        if (OpenConversation(leg) is { } own)
            Finish(own, hangup.Time);
        else if (leg.IsClient && _legs.TrueForAll(other => !other.IsClient || !other.IsAlive))
        {
            foreach (var talked in _conversations.Where(one => one is { IsOpen: true, Accepted: not null }).ToArray())
                Finish(talked, hangup.Time);
        }
        EndIfEmpty(hangup.Time);
    }

    /// <summary>Who transferred is out of the call, although the phone may hang up much later.</summary>
    public void HandedOver(Leg leg, DateTime time)
    {
        if (OpenConversation(leg) is { } conversation)
            Finish(conversation, time);
    }

    public void Hold(Leg leg, bool on)
    {
        if (OpenConversation(leg) is { } conversation)
            conversation.IsParked = on;
    }

    /// <summary>The client's channel waits in the parking lot, or was fetched.</summary>
    public void Park(bool on)
    {
        foreach (var conversation in _conversations.Where(one => one.IsOpen))
            conversation.IsParked = on;
    }

    public void Record(string file)
    {
        if (file.Length > 0 && !_recordings.Contains(file))
            _recordings.Add(file);
    }

    /// <summary>Takes a channel that goes on here, from a call of its own.</summary>
    public void Join(Leg leg, DateTime time)
    {
        var source = leg.Call;
        if (source.OpenConversation(leg) is { } left)
            source.Finish(left, time);
        source._legs.Remove(leg);
        source._wentOver = true;
        _legs.Add(leg);
        leg.Call = this;
        leg.HasJoined = true;
        leg.IsClient = false;
        foreach (var file in source._recordings)
            Record(file);
        Entered(leg, time);
        source.EndIfEmpty(time);
    }

    /// <summary>
    /// Whether it is what Asterisk itself does for the call that this channel goes on in, such as asking again whom a
    /// client was to be transferred to: a Local channel that nobody talked through yet.
    /// </summary>
    public bool IsErrandOf(Leg leg) =>
        leg == Primary && leg.Name.IsLocal && !IsOriginated && !_conversations.Exists(one => one.Accepted is not null);

    /// <summary>Takes another call as a part of this one, with whom it asked.</summary>
    public void Adopt(TrackedCall part, DateTime time)
    {
        _ids.AddRange(part._ids);
        foreach (var file in part._recordings)
            Record(file);
        foreach (var leg in part._legs)
        {
            leg.Call = this;
            _legs.Add(leg);
            if (part.OpenConversation(leg) is not { } asked)
                continue;
            part.Finish(asked, time);
            Request(new(leg, asked.Employee), time);
        }
        part._legs.Clear();
        part._wentOver = true;
        part.EndIfEmpty(time);
    }

    /// <summary>A channel goes on in a call that is not followed any more.</summary>
    public void Lose(Leg leg, DateTime time)
    {
        _wentOver = true;
        leg.End = time;
        if (OpenConversation(leg) is { } left)
            Finish(left, time);
        EndIfEmpty(time);
    }

    /// <summary>Ends what is still open: the rest of it was not told.</summary>
    public void Abandon(DateTime time)
    {
        foreach (var leg in _legs.Where(leg => leg.IsAlive))
            leg.End = time;
        EndIfEmpty(time);
    }

    private void Ask(Leg leg, CelRecord record)
    {
        var number = Parties.NumberOf(leg.Name, record, _dial);
        var isInside = numbers.IsLocal(number);
        // Originate may ring the employee by a Local channel: that is who calls, not who is asked.
        if (Primary!.Name.IsLocal && _conversations.Count == 0 && _employee.Length == 0 && isInside
            && number == Parties.From.Original)
        {
            _employee = leg.Id;
            return;
        }
        Parties.Asked(number, isInside);
        if (Parties.Type != CallType.Outgoing || isInside)
        {
            Request(new(leg, numbers.Of(number)), record.Time);
            return;
        }
        leg.IsClient = true;
        Parties.Over(leg.Name);
        var employee = _legs.Find(one => one.Id == _employee) ?? Primary;
        if (!_conversations.Exists(one => one.Leg == employee))
            Request(new(employee, Parties.From), record.Time);
    }

    private void Request(TrackedConversation conversation, DateTime time)
    {
        _conversations.Add(conversation);
        Reach(CallStage.ConversationRequested, conversation, time);
    }

    private void Talk(Leg leg, DateTime time)
    {
        var conversation = leg.IsClient ? _conversations.Find(one => one.IsOpen && one.Leg.Id == EmployeeId)
            : OpenConversation(leg) is { } own && !IsCaller(leg) ? own
            : leg.HasJoined ? Joined(leg) : null;
        // Who came from another call had answered that one.
        if (conversation?.Accept(leg.HasJoined ? time : leg.Answer ?? time) == true)
            Reach(CallStage.ConversationAccepted, conversation, time);
    }

    private string EmployeeId => _employee.Length > 0 ? _employee : Primary!.Id;

    // Who began an outgoing call is in bridges of all kinds before the client answers.
    private bool IsCaller(Leg leg) => Parties.Type == CallType.Outgoing && leg.Id == EmployeeId;

    // Somebody who took the call from another phone or from the parking lot, or was handed it.
    private TrackedConversation? Joined(Leg leg)
    {
        var number = leg.Name.Number;
        if (!numbers.IsLocal(number)
            || _conversations.Exists(one => one.Leg == leg || (one.IsOpen && one.Employee.Original == number)))
            return null;
        var conversation = new TrackedConversation(leg, numbers.Of(number));
        _conversations.Add(conversation);
        return conversation;
    }

    private TrackedConversation? OpenConversation(Leg leg) => _conversations.Find(one => one.IsOpen && one.Leg == leg);

    private void Finish(TrackedConversation conversation, DateTime time)
    {
        if (conversation.Finish(time))
            Reach(CallStage.ConversationEnded, conversation, time);
    }

    private void EndIfEmpty(DateTime time)
    {
        if (IsOver || !HasEnded)
            return;
        foreach (var conversation in _conversations.Where(one => one.IsOpen).ToArray())
            Finish(conversation, time);
        IsOver = true;
        // What went over into another call before anything came of it was none, nor what the PBX did with itself.
        if (_hasDevice && (!_wentOver || _conversations.Count > 0))
            Reach(CallStage.CallEnded, null, time);
    }

    private void Reach(CallStage stage, TrackedConversation? conversation, DateTime time) =>
        reached.Add(new(stage, Id, conversation?.Id ?? "", time, CallSnapshot.Create(this, conversation))
        {
            IsOriginated = IsOriginated,
            Recordings = [.. _recordings],
            Parts = stage == CallStage.CallEnded ? [.. _ids.Skip(1)] : [],
        });
}
