using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Turns Asterisk's events into calls and their stages. Pure: no I/O, no clock but the records' own. A repeated event
/// changes nothing, so sources may overlap. Used by one thread at a time.
/// </summary>
internal sealed partial class CallTracker
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
    private readonly UnfinishedEnds _ends = new();
    // Linkedids of calls within the PBX that a client's call goes on under.
    private readonly Dictionary<string, TrackedCall> _goesOnAs = [];
    private ChannelOptions _options = ChannelOptions.Default;
    private ChannelClassifier _channels = new(ChannelOptions.Default, NumberPlan.Default);
    private DateTime _swept;
    private long _begun;

    /// <summary>The number plan for later calls.</summary>
    public NumberPlan Numbers
    {
        get => _channels.Numbers;
        set
        {
            if (value != _channels.Numbers)
                _channels = new(_options, value);
        }
    }

    /// <summary>How channels of later calls are recognised.</summary>
    public ChannelOptions ChannelOptions
    {
        get => _options;
        set
        {
            if (value == _options)
                return;
            _options = value;
            _channels = new(value, _channels.Numbers);
        }
    }

    /// <summary>Gets each channel that is over, with what it was taken for.</summary>
    public ChannelExplanations? Explanations { get; init; }

    /// <summary>Number of calls in progress.</summary>
    public int Count => _calls.Count;

    /// <summary>Number of their channels.</summary>
    public int Channels => _legs.Count;

    /// <summary>Number of occupied bridges.</summary>
    public int Bridges => _bridges.Count;

    /// <summary>Explains the channels of the calls in progress, too.</summary>
    public void ExplainRest()
    {
        foreach (var leg in _legs.Values)
            Explanations?.Add(leg);
    }

    /// <summary>Whether a call is in progress, perhaps as a part of another one.</summary>
    public bool IsInProgress(string linkedId) => CallOf(linkedId) is not null;

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
        EndBefore(null);
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
        EndBefore(record);
        if (record.Event == CelEvent.LinkedIdEnd)
            LinkedIdEnded(record);
        else if (LegOf(record) is { } leg)
        {
            Follow(leg, record);
            if (!leg.Call.IsOver)
            {
                leg.Call.Seen(leg, record);
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
        if ((_goesOnAs.GetValueOrDefault(record.LinkedId) ?? CallOf(record.LinkedId)) is not { } call)
        {
            // Channels that the PBX creates for itself, to play an announcement for example, call nobody.
            if (ChannelName.Parse(record.Channel) is { IsDevice: false, IsLocal: false })
            {
                Explanations?.AddIgnored(record, _channels.Identify(record));
                return null;
            }
            _calls[record.LinkedId] = call = new(record, ++_begun, _channels, _reached);
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
            case CelEvent.Answer: leg.Call.Answered(leg, record.Time); break;
            case CelEvent.BridgeEnter: Enter(leg, record); break;
            case CelEvent.BridgeExit: Exit(leg, record); break;
            case CelEvent.AttendedTransfer: HandOver(leg, record); break;
            case CelEvent.ParkStart: leg.Call.Park(true); break;
            case CelEvent.ParkEnd: leg.Call.Park(false); break;
            case CelEvent.AppStart when record.Application == "MixMonitor":
                leg.Call.Record(record.ApplicationData.Split(',')[0]);
                break;
            case CelEvent.Hangup: Leave(leg, record); break;
            case CelEvent.ChanEnd: _ends.Add(leg, record); break;
        }
    }

    private void EndBefore(CelRecord? next)
    {
        foreach (var (leg, end) in _ends.Before(next))
        {
            if (leg.IsAlive)
                Leave(leg, end);
            Clean(leg.Call);
        }
    }

    private void Enter(Leg leg, CelRecord record)
    {
        var id = BridgeOf(leg, record);
        if (!_bridges.TryGetValue(id, out var bridge))
            _bridges[id] = bridge = new(id) { IsConference = record.Application == "ConfBridge" };
        if (leg.Bridge != bridge)
        {
            LeaveBridge(leg);
            bridge.Enter(leg);
        }
        var dissolved = bridge.Members.Select(member => member.Call).Where(call => call.Dissolved is not null);
        foreach (var call in dissolved.Distinct().ToList())
            GoOnElsewhere(call, record.Time);
        if (leg.Served.Count > 0)
            GoesElsewhere(leg, bridge, record.Time);
        Gather(bridge, record.Time);
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
        while (leg.Served is [var served, ..])
            served.ServeNoMore(leg, record.Time);
        leg.Call.Left(leg, record);
    }

    // The phone that transfers may have a channel in each of the two calls.
    private void HandOver(Leg leg, CelRecord record)
    {
        leg.HasHandedOver = true;
        leg.Call.HandedOver(leg, record.Time);
        if (_legs.TryGetValue(CelExtra.Text(record.Extra, "channel2_uniqueid"u8), out var second))
        {
            second.HasHandedOver = true;
            second.Call.HandedOver(second, record.Time);
        }
    }

    private void LeaveBridge(Leg leg)
    {
        if (leg.Bridge is not { } bridge)
            return;
        bridge.Leave(leg);
        if (bridge.Members.Count == 0)
            _bridges.Remove(bridge.Id);
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
        if (_goesOnAs.Count > 0)
        {
            foreach (var id in _goesOnAs.Where(pair => pair.Value == call).Select(pair => pair.Key).ToList())
                _goesOnAs.Remove(id);
        }
        foreach (var leg in call.Legs)
        {
            Explanations?.Add(leg);
            _legs.Remove(leg.Id);
            if (leg.HasJoined)
                _over.Add(leg.Id);
        }
    }
}
