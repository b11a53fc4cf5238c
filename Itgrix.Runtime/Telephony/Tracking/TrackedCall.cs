using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// A call in progress: its dialled phones and its conversations. Each method takes one event and adds the
/// resulting stages to <paramref name="reached"/>.
/// </summary>
internal sealed partial class TrackedCall(
    CelRecord first, long order, ChannelClassifier channels, List<CallStageEvent> reached)
{
    private readonly List<Leg> _legs = new(4);
    private readonly List<TrackedConversation> _conversations = new(2);
    private readonly List<string> _recordings = [], _ids = [first.LinkedId];
    // The argument of the latest Dial: over a trunk, the channel's own name has no number.
    private readonly RecentDials _dials = new();
    private string _employee = "";
    private bool _wentOver, _hasDevice;

    public string Id => first.LinkedId;

    /// <summary>Its linkedid, and those of its parts.</summary>
    public IReadOnlyList<string> Ids => _ids;

    public DateTime Began => first.Time;

    /// <summary>Compares the starts of two calls.</summary>
    public long Order => order;

    public CallParties Parties { get; } = new(first, channels.Identify(first), channels.Numbers);

    /// <summary>Whether it is an agent's who waits for calls: its channel takes them and stays.</summary>
    public bool IsAgentLogin { get; private set; }

    /// <summary>Whether it is a call with the outside.</summary>
    public bool HasClient =>
        !IsAgentLogin && (Parties.Type == CallType.Incoming || _legs.Exists(leg => leg.IsClient));

    public IReadOnlyList<Leg> Legs => _legs;

    public IReadOnlyList<TrackedConversation> Conversations => _conversations;

    public IReadOnlyList<string> Recordings => _recordings;

    /// <summary>The first channel; its uniqueid is the linkedid.</summary>
    public Leg? Primary { get; private set; }

    public bool IsOriginated { get; private set; }

    /// <summary>When Asterisk reported the call's end although channels were left: they continue elsewhere.</summary>
    public DateTime? Dissolved { get; set; }

    /// <summary>Since when none of its channels exists; cleared by any further event.</summary>
    public DateTime? MissingSince { get; set; }

    public DateTime LastEvent { get; private set; } = first.Time;

    /// <summary>Since when there was no event.</summary>
    public DateTime SilentSince { get; private set; } = first.Time;

    public bool IsOver { get; private set; }

    public bool HasEnded => _legs.TrueForAll(leg => !leg.IsAlive);

    public Leg Add(CelRecord record)
    {
        var leg = new Leg(record, this, Primary is null ? Parties.FirstChannel : channels.Identify(record));
        if (leg.Name.IsLocal)
            _legs.FindLast(leg.IsHalfOf);
        _legs.Add(leg);
        _hasDevice |= leg.Identity.IsDevice;
        if (Primary is null)
            Primary = leg;
        else if (leg.Identity.IsDevice)
            Ask(leg, record);
        return leg;
    }

    public void Seen(Leg leg, CelRecord record)
    {
        (LastEvent, SilentSince, MissingSince) = (record.Time, record.Time, null);
        if (record.CallerNumber.Length > 0 && (leg.Number.Length == 0 || IsOfAccount(leg, record)))
            NumberSeen(leg, record);
        if (record.Application == "AgentLogin" && leg == Primary)
            AgentLoggedIn(leg, record);
        // Asterisk uses this name for the application of an originated channel.
        if (record.Application == "AppDial2" && leg == Primary && !IsOriginated)
            Originated(leg);
        // FreePBX by itself reports no start of Dial; the channel's next record names it, too.
        if (record.Application == "Dial" && (record.Event == CelEvent.AppStart || !_dials.Has(record)))
            Dialling(record);
        else if (record.Event == CelEvent.AppStart)
            Parties.Dialling(record);
    }

    /// <summary>Restarts its timers: the clock of its last event was ahead.</summary>
    public void WaitFrom(DateTime now)
    {
        SilentSince = now;
        if (Dissolved is not null)
            Dissolved = now;
        if (MissingSince is not null)
            MissingSince = now;
    }

    public void Answered(Leg leg, DateTime time)
    {
        leg.Answer ??= time;
        // Of several phones that an Originate rings, the one that is answered is the caller's.
        if (_employee.Length > 0 && leg.Id != _employee && IsCallerSought && IsCandidate(leg))
            CallBy(leg);
    }

    public void Entered(Leg leg, DateTime time)
    {
        if (leg.Bridge?.Heard() is not { } heard || !Bridge.IsTalk(heard))
            return;
        // A participant who was there before talks only from now on.
        var isByLocal = heard.Count > leg.Bridge.Members.Count;
        foreach (var member in heard.ToArray())
            member.Call.Talk(member, time, isByLocal);
    }

    public void Left(Leg leg, CelRecord hangup)
    {
        leg.HungUp(hangup);
        if (OpenConversation(leg) is { } own)
            Finish(own, hangup.Time);
        else if (leg.IsClient ? _legs.TrueForAll(other => !other.IsClient || !other.IsAlive)
            : leg == Primary && Parties.Type == CallType.Incoming)
        {
            // Who came to the client from a call of their own, such as a conference, may stay there.
            foreach (var talked in _conversations.Where(one => one is { IsOpen: true, Accepted: not null }
                && (leg.IsClient || one.Leg.HasJoined || one.Leg.Call != this)).ToArray())
                Finish(talked, hangup.Time);
        }
        EndIfEmpty(hangup.Time);
    }

    /// <summary>The transferring employee leaves the call, although the phone may hang up much later.</summary>
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

    /// <summary>The client's channel waits in the parking lot, or was retrieved.</summary>
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

    /// <summary>Takes a channel that comes from a call of its own.</summary>
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
    /// Whether it is a part that Asterisk itself added to the call of this channel, such as the repeated dialling of
    /// a transfer target: a Local channel without a conversation so far.
    /// </summary>
    public bool IsErrandOf(Leg leg) =>
        leg == Primary && leg.Identity.Role == ChannelRole.LocalHalf && !IsOriginated
        && !_conversations.Exists(one => one.Accepted is not null);

    /// <summary>Merges another call into this one, with its dialled phones.</summary>
    public void Adopt(TrackedCall part, DateTime time)
    {
        _ids.AddRange(part._ids);
        foreach (var file in part._recordings)
            Record(file);
        foreach (var leg in part._legs)
        {
            leg.Call = this;
            _legs.Add(leg);
            if (part.OpenConversation(leg) is { } asked)
            {
                part.Finish(asked, time);
                Request(new(leg, asked.Employee), time);
            }
            else if (leg is { IsAlive: true, Identity.IsDevice: true, IsClient: false } && leg != part.Primary)
                Request(new(leg, channels.Numbers.Of(leg.Number)), time);
        }
        part._legs.Clear();
        part._wentOver = true;
        part.EndIfEmpty(time);
    }

    /// <summary>A channel continues in a call that is no longer tracked.</summary>
    public void Lose(Leg leg, DateTime time)
    {
        _wentOver = true;
        leg.End = time;
        if (OpenConversation(leg) is { } left)
            Finish(left, time);
        EndIfEmpty(time);
    }

    /// <summary>Ends all open conversations: their end was not reported.</summary>
    public void Abandon(DateTime time)
    {
        foreach (var leg in _legs.Where(leg => leg.IsAlive))
            leg.End = time;
        EndIfEmpty(time);
    }

    private void Ask(Leg leg, CelRecord record)
    {
        var own = channels.NumberOf(leg, record, _dials.For(leg.Name));
        var number = own.Length > 0 ? own : Parties.To.Original;
        var isInside = channels.IsInside(leg, number);
        leg.DialledFor(number, isInside);
        if (IsCallerSought && IsFirstParty(leg, isInside))
            return;
        Parties.Asked(number, isInside);
        if (Parties.Type != CallType.Outgoing || isInside)
        {
            Request(new(leg, channels.Numbers.Of(number.Length > 0 ? number : leg.Name.Line)), record.Time);
            return;
        }
        leg.IsClient = true;
        Parties.Over(leg.Name);
        var employee = _legs.Find(one => one.Id == _employee) ?? Primary!;
        if (_conversations.Exists(one => one.Leg == employee))
            return;
        if (employee == Primary)
            Parties.CallerKnown(employee.Identity, employee.EmployeeNumber);
        // A phone without any number still has a name.
        if (Parties.From.Original.Length == 0)
            Parties.CallerNamed(employee.Name.Line);
        Request(new(employee, Parties.From), record.Time);
    }

    private static bool IsCandidate(Leg leg) => leg is { Identity.Role: ChannelRole.Employee, IsClient: false };

    private void CallBy(Leg leg)
    {
        _employee = leg.Id;
        Parties.CalledBy(leg.Number);
    }

    private void Dialling(CelRecord dial)
    {
        _dials.Add(dial);
        Parties.Dialling(dial);
        if (dial.Event != CelEvent.AppStart && _legs.Find(leg => leg.IsClient && leg.Number.Length == 0) is { } client)
            Parties.ClientKnown(channels.NumberIn(dial, client));
    }

    // What a dialled or an originated channel shows later is the other party's number; a client's that nothing else
    // tells is the dialled one.
    private void NumberSeen(Leg leg, CelRecord record)
    {
        if (record is { Application: "AppDial", Event: CelEvent.Hangup } && leg.IsClient)
            Parties.ClientKnown(channels.DialledOutside(record.CallerNumber));
        if (record.Application is "AppDial" or "AppDial2" || !NumberPlan.IsPhone(record.CallerNumber))
            return;
        channels.NumberKnown(leg, record.CallerNumber);
        if (leg.IsClient)
            Parties.ClientKnown(leg.Number);
        else if (leg == Primary)
            Parties.CallerKnown(leg.Identity, leg.Number);
    }

    // Some gateways show their account at the PBX first, and the caller's number follows.
    private bool IsOfAccount(Leg leg, CelRecord record) =>
        leg == Primary && Parties.Type == CallType.Incoming && _conversations.Count == 0
        && record.CallerNumber != leg.Number && leg.Identity.Role == ChannelRole.Line
        && channels.Numbers.IsLocal(leg.Number) && !channels.Numbers.IsLocal(record.CallerNumber);

    // An Originate may ring the client's phone first, by a channel of a line.
    private void Originated(Leg leg)
    {
        IsOriginated = true;
        if (leg.Identity.Role != ChannelRole.Line || _conversations.Count > 0)
            return;
        leg.IsClient = true;
        Parties.CallsOut(ChannelClassifier.NumberIn(leg));
        Parties.Over(leg.Name);
    }

    private void AgentLoggedIn(Leg leg, CelRecord record)
    {
        IsAgentLogin = true;
        if (leg.Identity.Extension.Length == 0)
            leg.Identity = channels.AgentOf(record.ApplicationData);
    }

    private void Request(TrackedConversation conversation, DateTime time)
    {
        _conversations.Add(conversation);
        Reach(CallStage.ConversationRequested, conversation, time);
    }

    private void Talk(Leg leg, DateTime time, bool isByLocal)
    {
        var conversation = leg.IsClient ? _conversations.Find(one => one.IsOpen && one.Leg.Id == EmployeeId)
            : OpenConversation(leg) is { } own && !IsCaller(leg) ? own
            : leg.HasJoined ? Taken(leg) : null;
        // A channel that came from another call was answered there; one behind a Local channel may have been asked, or
        // told something, before.
        if (conversation?.Accept(leg.HasJoined || isByLocal ? time : leg.Answer ?? time) == true)
            Reach(CallStage.ConversationAccepted, conversation, time);
    }

    private string EmployeeId => _employee.Length > 0 ? _employee : Primary!.Id;

    // The caller of an outgoing call is in bridges of all kinds before the client answers.
    private bool IsCaller(Leg leg) => Parties.Type == CallType.Outgoing && leg.Id == EmployeeId;

    // An employee who picked the call up from another phone or the parking lot, or got it by a transfer.
    private TrackedConversation? Taken(Leg leg)
    {
        var number = leg.EmployeeNumber;
        if (number.Length == 0
            || _conversations.Exists(one => one.Leg == leg || (one.IsOpen && one.Employee.Original == number)))
            return null;
        var conversation = new TrackedConversation(leg, channels.Numbers.Of(number));
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
        // A call that merged into another one before it reached a stage does not count, nor does one within the PBX.
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
