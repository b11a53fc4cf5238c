using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>The last runs of the application Dial in a call: halves of Local channels dial at the same time.</summary>
internal sealed class RecentDials
{
    // Phones of a group that ring at once, each by a Local channel.
    private const int Max = 32;

    private readonly List<CelRecord> _dials = [];

    public void Add(CelRecord dial)
    {
        if (_dials.Count == Max)
            _dials.RemoveAt(0);
        _dials.Add(dial);
    }

    /// <summary>Whether that run is one of them; later records of its channel have the same argument.</summary>
    public bool Has(CelRecord dial) => _dials.Exists(one =>
        one.UniqueId == dial.UniqueId && one.ApplicationData == dial.ApplicationData);

    /// <summary>
    /// The last one that names the channel, else the last start; <c>null</c> when there is none. Of a Dial without a
    /// record of its start, the one for another channel may still be unknown.
    /// </summary>
    public CelRecord? For(ChannelName channel)
    {
        for (var at = _dials.Count - 1; at >= 0; at--)
        {
            if (DialString.Names(_dials[at].ApplicationData, channel))
                return _dials[at];
        }
        return _dials.FindLast(dial => dial.Event == CelEvent.AppStart);
    }
}
