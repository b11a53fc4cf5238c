namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>
/// Finds out what Asterisk's channel events lack for calls to be read right. It says so only after enough of them, for
/// one call may lack anything. Read by other threads.
/// </summary>
internal sealed class CelCoverage
{
    private const int Enough = 50, EnoughDials = 10;

    private const string InConf = "in cel.conf (FreePBX: cel_general_custom.conf)", Then = "then 'module reload cel'";

    private readonly int[] _events = new int[Enum.GetValues<CelEvent>().Length];
    private int _dials, _queues, _dialled, _bridgeIds, _causes, _callers, _extensions;
    private bool _isOld;

    /// <summary>What is missing, each with its remedy; empty when nothing is, or it is too early to say.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    public void Seen(CelRecord record)
    {
        if (record.Event == CelEvent.BridgeStart)
        {
            _isOld = true;
            return;
        }
        _events[(int)record.Event]++;
        _callers += record.CallerNumber.Length > 0 ? 1 : 0;
        _extensions += record.Extension.Length > 0 ? 1 : 0;
        switch (record.Event)
        {
            case CelEvent.AppStart when record.Application == "Dial": _dials++; break;
            case CelEvent.AppStart when record.Application == "Queue": _queues++; break;
            // What Dial has called runs this in place of an application.
            case CelEvent.Answer when record.Application == "AppDial": _dialled++; break;
            case CelEvent.BridgeEnter:
                _isOld = false;
                _bridgeIds += record.Extra.Length > 2 ? 1 : 0;
                break;
            case CelEvent.Hangup when record.Extra.Length > 2: _causes++; break;
        }
    }

    /// <summary>Decides again; returns what was not known to be missing before.</summary>
    public IReadOnlyList<string> Check()
    {
        var before = Missing;
        Missing = [.. Lacks()];
        return [.. Missing.Except(before)];
    }

    private int Count(CelEvent kind) => _events[(int)kind];

    private IEnumerable<string> Lacks()
    {
        if (_isOld)
        {
            yield return "CEL has BRIDGE_START, so this is Asterisk 11 or older: who talks with whom is unknown, "
                + "and no call is answered. Update Asterisk to 13 or later.";
            yield break;
        }
        var (starts, ends) = (Count(CelEvent.ChanStart), Math.Max(Count(CelEvent.ChanEnd), Count(CelEvent.Hangup)));
        List<CelEvent> types = [];
        if (ends >= Enough && starts == 0)
            types.Add(CelEvent.ChanStart);
        if (starts >= Enough)
            types.AddRange(new[] { CelEvent.Answer, CelEvent.AppStart, CelEvent.Hangup }
                .Where(kind => Count(kind) == 0));
        if (Count(CelEvent.Answer) >= Enough)
            types.AddRange(new[] { CelEvent.BridgeEnter, CelEvent.BridgeExit }.Where(kind => Count(kind) == 0));
        if (ends >= Enough && Count(CelEvent.LinkedIdEnd) == 0)
            types.Add(CelEvent.LinkedIdEnd);
        if (types.Count > 0)
            yield return $"CEL has no {string.Join(", ", types.Select(CelEvents.NameOf))}: "
                + $"add them to events= {InConf}, "
                + $"or set events = ALL, {Then}.";
        if (starts >= Enough && Count(CelEvent.AppStart) > 0 && _dials == 0
            && (_queues == 0 || _dialled >= EnoughDials))
            yield return $"CEL has no APP_START of Dial{(_queues == 0 ? " or Queue" : "")}: set apps = all, "
                + $"or apps = dial,queue, {InConf}, {Then}. The dialled number of some calls is unknown without.";
        if ((Count(CelEvent.BridgeEnter) >= Enough && _bridgeIds == 0)
            || (Count(CelEvent.Hangup) >= Enough && _causes == 0))
            yield return "CEL has no extra data, so bridges and hangup causes are unknown: "
                + "add a column extra to the table (FreePBX: cel in asteriskcdrdb), "
                + "or ${CSV_QUOTE(${eventextra})} to the mapping in cel_custom.conf.";
        if (starts >= Enough && (_callers == 0 || _extensions == 0))
            yield return $"CEL has no {(_callers == 0 ? "caller numbers" : "dialled numbers")}: add "
                + (_callers == 0 ? "a column cid_num to the table, or ${CSV_QUOTE(${CALLERID(num)})}"
                    : "a column exten to the table, or ${CSV_QUOTE(${CHANNEL(exten)})}")
                + " to the mapping in cel_custom.conf, and to asterisk.cel.columns (FreePBX has it).";
    }
}
