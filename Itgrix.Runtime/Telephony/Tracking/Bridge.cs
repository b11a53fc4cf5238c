namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Channels that hear each other.</summary>
internal sealed class Bridge(string id)
{
    private readonly List<Leg> _members = [];

    public string Id => id;

    public IReadOnlyList<Leg> Members => _members;

    /// <summary>Whether several calls meet in it and leave it one by one.</summary>
    public bool IsConference { get; init; }

    /// <summary>
    /// Who hears each other in it: its members and, by way of both halves of a Local channel, those of further bridges.
    /// </summary>
    public IReadOnlyList<Leg> Heard()
    {
        if (!_members.Exists(leg => leg.Twin is not null))
            return _members;
        var heard = new List<Leg>(_members);
        for (var at = 0; at < heard.Count; at++)
        {
            if (heard[at].Twin?.Bridge is { } next && !heard.Contains(heard[at].Twin!))
                heard.AddRange(next._members);
        }
        return heard;
    }

    /// <summary>
    /// Whether persons are among them; Asterisk's own announcers and bots do not count, and half of a Local channel
    /// only does where the other half is not known.
    /// </summary>
    public static bool IsTalk(IReadOnlyList<Leg> heard) =>
        heard.Count(leg => leg.Identity.IsParty && leg.Twin is null) > 1;

    public void Enter(Leg leg)
    {
        leg.Bridge?.Leave(leg);
        leg.Bridge = this;
        _members.Add(leg);
    }

    public void Leave(Leg leg)
    {
        leg.Bridge = null;
        _members.Remove(leg);
    }
}
