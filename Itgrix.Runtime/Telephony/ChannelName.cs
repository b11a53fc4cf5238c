using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Telephony;

/// <summary>A channel's name in its parts: <c>PJSIP/101-00000009</c>, <c>Local/102@internal-00000006;1</c>.</summary>
internal readonly record struct ChannelName(string Technology, string Peer)
{
    // Asterisk's internal channels; no person is at their other end.
    private static readonly string[] Internal =
    [
        "CBAnn", "CBRec", "Announcer", "Recorder", "Surrogate", "Message", "Snoop", "UnicastRTP",
        "MulticastRTP", "Bridge"
    ];

    /// <summary>Half of a pair that connects two parts of the dialplan.</summary>
    public bool IsLocal => Technology == "Local";

    /// <summary>A phone, a line, anything with a person at its other end.</summary>
    public bool IsDevice => !IsLocal && Technology.Length > 0 && !Internal.Contains(Technology) && !IsMixer;

    // DAHDI/pseudo-1093746421 is a conference's own.
    private bool IsMixer => Peer == "pseudo" && ChannelClassifier.IsPort(this);

    /// <summary>
    /// The number of the extension in the name; empty where there is none. In <c>Skinny/101@desk</c> a device follows.
    /// </summary>
    public string Number
    {
        get
        {
            var user = Peer.IndexOf('@') is > 0 and var at ? Peer[..at] : Peer;
            return user.Length > 0 && user.All(char.IsAsciiDigit) ? user : "";
        }
    }

    /// <summary>
    /// The line in the name. A port's is without the dialled number, and with its technology: a number alone would look
    /// like a phone's.
    /// </summary>
    public string Line
    {
        get
        {
            if (!ChannelClassifier.IsPort(this))
                return Peer;
            var slash = Peer.IndexOf('/');
            return $"{Technology}/{(slash > 0 ? Peer[..slash] : Peer)}";
        }
    }

    public static ChannelName Parse(string name)
    {
        var slash = name.IndexOf('/');
        if (slash <= 0)
            return new("", name);
        var peer = name.AsSpan(slash + 1);
        // Asterisk's own counter ends the name; the part that the administrator chose may have hyphens too.
        if (peer.LastIndexOf('-') is > 0 and var hyphen)
            peer = peer[..hyphen];
        var technology = name[..slash];
        if (technology == "Local" && peer.IndexOf('@') is >= 0 and var at)
            peer = peer[..at];
        return new(technology, peer.ToString());
    }
}
