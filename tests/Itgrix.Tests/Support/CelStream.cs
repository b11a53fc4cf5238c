using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Tests.Support;

/// <summary>Channel events of one call, made by hand: each a second after the one before it.</summary>
internal sealed class CelStream(string call = "c1", DateTime? start = null)
{
    private DateTime _time = start ?? new DateTime(2026, 11, 21, 12, 0, 0);

    public string Call => call;

    public DateTime Time => _time;

    public CelStream After(TimeSpan pause)
    {
        _time += pause;
        return this;
    }

    /// <summary>A channel starts. The first one of a call has the call's id.</summary>
    public CelRecord Starts(string channel, string id, string number = "", string extension = "s") =>
        Of(CelEvent.ChanStart, channel, id) with { CallerNumber = number, Extension = extension };

    public CelRecord Dials(string channel, string id, string data, string number = "", string extension = "s") =>
        Of(CelEvent.AppStart, channel, id) with
        {
            Application = "Dial", ApplicationData = data, CallerNumber = number, Extension = extension,
        };

    public CelRecord Answers(string channel, string id) => Of(CelEvent.Answer, channel, id);

    public CelRecord Enters(string channel, string id, string bridge = "b1") =>
        Of(CelEvent.BridgeEnter, channel, id) with { Extra = $$"""{"bridge_id":"{{bridge}}"}""" };

    public CelRecord Exits(string channel, string id, string bridge = "b1") =>
        Of(CelEvent.BridgeExit, channel, id) with { Extra = $$"""{"bridge_id":"{{bridge}}"}""" };

    public CelRecord HangsUp(string channel, string id, int cause = 16, string dialStatus = "") =>
        Of(CelEvent.Hangup, channel, id)
            with { Extra = $$"""{"hangupcause":{{cause}},"dialstatus":"{{dialStatus}}"}""" };

    public CelRecord Ends() => Of(CelEvent.LinkedIdEnd, "PJSIP/trunk-1", call);

    public CelRecord Of(CelEvent kind, string channel, string id)
    {
        _time = _time.AddSeconds(1);
        return new() { Event = kind, Time = _time, UniqueId = id, LinkedId = call, Channel = channel };
    }

    /// <summary>An incoming call that 101 answers: client, phone.</summary>
    public IEnumerable<CelRecord> Answered(string client = "12025550123") =>
    [
        Starts("PJSIP/trunk-1", call, client, "2025550101"),
        Starts("PJSIP/101-2", call + ".2", "101"),
        Answers("PJSIP/101-2", call + ".2"),
        Answers("PJSIP/trunk-1", call),
        Enters("PJSIP/101-2", call + ".2", call),
        Enters("PJSIP/trunk-1", call, call),
    ];

    /// <summary>Its end.</summary>
    public IEnumerable<CelRecord> Over() =>
        [HangsUp("PJSIP/101-2", call + ".2"), HangsUp("PJSIP/trunk-1", call, 16, "ANSWER"), Ends()];

    public IEnumerable<CelRecord> Whole() => [.. Answered(), .. Over()];
}
