namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Channels that hear each other.</summary>
internal sealed class Bridge(string id)
{
    private readonly List<Leg> _members = [];

    public string Id => id;

    public IReadOnlyList<Leg> Members => _members;

    /// <summary>Whether persons are in it; Asterisk's own announcers and bots do not count.</summary>
    public bool IsTalk => _members.Count(leg => leg.Identity.IsParty) > 1;

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
