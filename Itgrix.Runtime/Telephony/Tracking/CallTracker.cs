using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Turns Asterisk's events into calls and their stages. Pure: no I/O, no clock but the records' own. A repeated event
/// changes nothing, so sources may overlap. Used by one thread at a time.
/// </summary>
internal sealed class CallTracker
{
    private static readonly CelEvent[] Ends =
        [CelEvent.ChanEnd, CelEvent.Hangup, CelEvent.AppEnd, CelEvent.BridgeExit, CelEvent.StreamEnd];

    private static readonly TimeSpan
        SweepEvery = TimeSpan.FromSeconds(10),
        // A channel that continues in another call shows up there within moments, and so does the end of a channel.
        Timeout = TimeSpan.FromSeconds(30),
        // Asterisk sends nothing while two people talk; nobody talks for a day.
        MaxSilence = TimeSpan.FromHours(24);

    private readonly Dictionary<string, TrackedCall> _calls = [];
    // Linkedids of calls that were merged into another one.
    private readonly Dictionary<string, TrackedCall> _parts = [];
    private readonly Dictionary<string, Leg> _legs = [];
    private readonly Dictionary<string, Bridge> _bridges = [];
    private readonly UnmatchedRecordings _early = new();
    private readonly RecentIds _over = new(100_000), _muted = new(100_000);
    private readonly List<CallStageEvent> _reached = [];
    private DateTime _swept;
    private long _begun;

    /// <summary>The number plan for later calls.</summary>
    public NumberPlan Numbers { get; set; } = NumberPlan.Default;

    /// <summary>Number of calls in progress.</summary>
    public int Count => _calls.Count;

    /// <summary>Number of their channels.</summary>
    public int Channels => _legs.Count;

    /// <summary>Number of occupied bridges.</summary>
    public int Bridges => _bridges.Count;

    /// <summary>Start of the earliest call in progress.</summary>
    public DateTime? Earliest => _calls.Count == 0 ? null : _calls.Values.Min(call => call.Began);

    /// <summary>Takes one event; returns the resulting stages, in order.</summary>
    public IReadOnlyList<CallStageEvent> Apply(PbxEvent pbxEvent)
    {
        _reached.Clear();
        switch (pbxEvent)
        {
            case CelRecord record: Apply(record); break;
            case RecordingStarted recording: Record(recording); break;
            case HoldChanged hold when _legs.TryGetValue(hold.UniqueId, out var leg):
                leg.Call.Hold(leg, hold.OnHold);
                break;
        }
        return Reached();
    }

    /// <summary>
    /// Calls that an earlier run handled to their end. When their records are read again they are followed,
    /// because channels may continue from them in calls in progress, but they reach no stage.
    /// </summary>
    public void Mute(IEnumerable<string> callIds)
    {
        foreach (var id in callIds)
            _muted.Add(id);
    }

    /// <summary>
    /// Takes the list of Asterisk's channels. A call without any has ended; its end is reported in the usual way within
    /// moments, or else by <see cref="Tick"/>.
    /// </summary>
    public void KeepOnly(IReadOnlySet<string> uniqueIds, DateTime time)
    {
        foreach (var call in _calls.Values.Where(call => !call.Legs.Any(leg => uniqueIds.Contains(leg.Id))))
            call.MissingSince = time;
    }

    /// <summary>Ends the calls that no more events are expected for.</summary>
    public IReadOnlyList<CallStageEvent> Tick(DateTime now)
    {
        _reached.Clear();
        _swept = default;
        Sweep(now);
        return Reached();
    }

    private IReadOnlyList<CallStageEvent> Reached() =>
        _reached.Count == 0 ? [] : [.. _reached.Where(stage => !_muted.Contains(stage.CallId))];

    private void Apply(CelRecord record)
    {
        if (record.LinkedId.Length == 0 || record.UniqueId.Length == 0)
            return;
        Sweep(record.Time);
        if (record.Event == CelEvent.LinkedIdEnd)
            LinkedIdEnded(record);
        else if (LegOf(record) is { } leg)
        {
            Follow(leg, record);
            if (!leg.Call.IsOver)
            {
                leg.Call.Seen(record);
                Apply(leg, record);
            }
            Clean(leg.Call);
        }
    }

    private void Record(RecordingStarted recording)
    {
        if (_legs.TryGetValue(recording.UniqueId, out var leg))
            leg.Call.Record(recording.File);
        else
            _early.Add(recording);
    }

    private Leg? LegOf(CelRecord record)
    {
        if (_legs.TryGetValue(record.UniqueId, out var known))
            return known;
        // A call that has ended, or one with only its end recorded, does not begin.
        if (_over.Contains(record.LinkedId) || _over.Contains(record.UniqueId) || Ends.Contains(record.Event))
            return null;
        if (CallOf(record.LinkedId) is not { } call)
        {
            // Channels that the PBX creates for itself, to play an announcement for example, call nobody.
            if (ChannelName.Parse(record.Channel) is { IsDevice: false, IsLocal: false })
                return null;
            _calls[record.LinkedId] = call = new(record, ++_begun, Numbers, _reached);
        }
        foreach (var file in _early.Take(record.UniqueId))
            call.Record(file);
        return _legs[record.UniqueId] = call.Add(record);
    }

    private void Apply(Leg leg, CelRecord record)
    {
        if (!leg.IsAlive)
            return;
        switch (record.Event)
        {
            case CelEvent.Answer: leg.Answer ??= record.Time; break;
            case CelEvent.BridgeEnter: Enter(leg, record); break;
            case CelEvent.BridgeExit: Exit(leg, record); break;
            case CelEvent.AttendedTransfer: HandOver(leg, record); break;
            case CelEvent.ParkStart: leg.Call.Park(true); break;
            case CelEvent.ParkEnd: leg.Call.Park(false); break;
            case CelEvent.AppStart when record.Application == "MixMonitor":
                leg.Call.Record(record.ApplicationData.Split(',')[0]);
                break;
            case CelEvent.Hangup or CelEvent.ChanEnd: Leave(leg, record); break;
        }
    }

    private void Enter(Leg leg, CelRecord record)
    {
        var id = BridgeOf(leg, record);
        if (!_bridges.TryGetValue(id, out var bridge))
            _bridges[id] = bridge = new(id);
        if (leg.Bridge != bridge)
        {
            LeaveBridge(leg);
            bridge.Enter(leg);
        }
        var dissolved = bridge.Members.Select(member => member.Call).Where(call => call.Dissolved is not null);
        foreach (var call in dissolved.Distinct().ToList())
            GoOnElsewhere(call, record.Time);
        leg.Call.Entered(leg, record.Time);
    }

    private void Exit(Leg leg, CelRecord record)
    {
        if (leg.Bridge?.Id == BridgeOf(leg, record))
            LeaveBridge(leg);
    }

    // A table may lack the column with the bridge; then all channels in a bridge within a call are together.
    private static string BridgeOf(Leg leg, CelRecord record) =>
        CelExtra.Text(record.Extra, "bridge_id"u8) is { Length: > 0 } id ? id : $"of call {leg.Call.Id}";

    private void Leave(Leg leg, CelRecord record)
    {
        LeaveBridge(leg);
        leg.Call.Left(leg, record);
    }

    // The phone that transfers may have a channel in each of the two calls.
    private void HandOver(Leg leg, CelRecord record)
    {
        leg.Call.HandedOver(leg, record.Time);
        if (_legs.TryGetValue(CelExtra.Text(record.Extra, "channel2_uniqueid"u8), out var second))
            second.Call.HandedOver(second, record.Time);
    }

    private void LeaveBridge(Leg leg)
    {
        if (leg.Bridge is not { } bridge)
            return;
        bridge.Leave(leg);
        if (bridge.Members.Count == 0)
            _bridges.Remove(bridge.Id);
    }

    // No event reports that a channel moved to an older call; its next one just has that call's linkedid.
    private void Follow(Leg leg, CelRecord record)
    {
        if (!leg.IsAlive)
            return;
        if (CallOf(record.LinkedId) is { } other)
        {
            if (other.Order >= leg.Call.Order)
                return;
            if (leg.Call.IsErrandOf(leg))
                Adopt(leg.Call, other, record.Time);
            else
                Move(leg, other, record.Time);
        }
        // Records are read again, and the call that it moved to has ended or began before them.
        else if (!leg.HasJoined)
        {
            LeaveBridge(leg);
            leg.Call.Lose(leg, record.Time);
        }
    }

    private void LinkedIdEnded(CelRecord record)
    {
        if (!_calls.TryGetValue(record.LinkedId, out var call))
            return;
        call.Dissolved = record.Time;
        GoOnElsewhere(call, record.Time);
        Clean(call);
    }

    private void GoOnElsewhere(TrackedCall call, DateTime time)
    {
        foreach (var leg in call.Legs.Where(leg => leg.Bridge is not null).ToList())
        {
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

    private TrackedCall? CallOf(string linkedId) =>
        _calls.GetValueOrDefault(linkedId) ?? _parts.GetValueOrDefault(linkedId);

    private void Sweep(DateTime now)
    {
        // The server's clock may be set back.
        if ((now - _swept).Duration() < SweepEvery)
            return;
        _swept = now;
        // It may have been years ahead for a moment; a call of that moment must not stay until then.
        foreach (var call in _calls.Values.Where(call => call.SilentSince - now > MaxSilence))
            call.WaitFrom(now);
        foreach (var call in _calls.Values.Where(call =>
            now - call.SilentSince > MaxSilence || now - (call.MissingSince ?? call.Dissolved) > Timeout).ToList())
            End(call, now);
    }

    private void End(TrackedCall call, DateTime time)
    {
        foreach (var leg in call.Legs)
            LeaveBridge(leg);
        call.Abandon(time);
        Clean(call);
    }

    private void Clean(TrackedCall call)
    {
        if (!call.IsOver || !_calls.Remove(call.Id))
            return;
        foreach (var id in call.Ids)
        {
            _over.Add(id);
            _parts.Remove(id);
        }
        foreach (var leg in call.Legs)
        {
            _legs.Remove(leg.Id);
            if (leg.HasJoined)
                _over.Add(leg.Id);
        }
    }
}
