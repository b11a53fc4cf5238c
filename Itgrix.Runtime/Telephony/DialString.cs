namespace Itgrix.Runtime.Telephony;

/// <summary>The argument of the application Dial: <c>PJSIP/101&amp;PJSIP/12025550144@trunk,30,tT</c>.</summary>
internal static class DialString
{
    /// <summary>
    /// The number that was dialled over a channel: that of the target with its name, else of the first one with its
    /// technology, as a port's name differs. Empty when no target matches, or it has no number.
    /// </summary>
    /// <param name="data">The argument.</param>
    /// <param name="channel">The name of the channel.</param>
    /// <param name="isLine">Whether it is a line; a phone's address may have any digits.</param>
    public static string NumberFor(string data, ChannelName channel, bool isLine = true)
    {
        var targets = data.AsSpan();
        if (targets.IndexOf(',') is >= 0 and var comma)
            targets = targets[..comma];
        // A channel of its own, without a number: DAHDI/2 beside DAHDI/g0/12025550144.
        foreach (var range in targets.Split('&'))
        {
            if (Resource(targets[range], channel).SequenceEqual(channel.Peer))
                return "";
        }
        return First(targets, channel, isLine, byName: true) is { Length: > 0 } named
            ? named : First(targets, channel, isLine, byName: false);
    }

    /// <summary>Whether a target names the channel: <c>PJSIP/101</c>, <c>PJSIP/1@101</c>, <c>PJSIP/101/1</c>.</summary>
    public static bool Names(string data, ChannelName channel)
    {
        var targets = Before(data, ',');
        foreach (var range in targets.Split('&'))
        {
            var resource = Resource(targets[range], channel);
            if (resource.Length > 0 && (resource.SequenceEqual(channel.Peer)
                || Before(resource, '/').SequenceEqual(channel.Peer)
                || resource[(resource.LastIndexOf('@') + 1)..].SequenceEqual(channel.Peer)))
                return true;
        }
        return false;
    }

    private static string First(ReadOnlySpan<char> targets, ChannelName channel, bool isLine, bool byName)
    {
        foreach (var range in targets.Split('&'))
        {
            if (Number(Resource(targets[range], channel), channel, isLine, byName) is { Length: > 0 } number)
                return number;
        }
        return "";
    }

    // number@trunk, trunk/sip:number@host, trunk/number, g1/number, user:secret@trunk/number
    private static string Number(ReadOnlySpan<char> resource, ChannelName channel, bool isLine, bool byName)
    {
        if (resource.IndexOf('/') is not (>= 0 and var inner))
        {
            var at = resource.IndexOf('@');
            return at >= 0 && resource[(at + 1)..].SequenceEqual(channel.Peer) ? Digits(resource[..at]) : "";
        }
        if (byName && !resource[..inner].SequenceEqual(channel.Peer))
            return "";
        // Options may follow, as in mISDN/1/number/:b.
        var number = Before(resource[(inner + 1)..], '/');
        if (number.IndexOf(':') is >= 0 and var scheme)
            number = isLine ? number[(scheme + 1)..] : [];
        // A w waits before the digits that follow.
        return Digits(Before(number, '@').TrimStart("wW"));
    }

    // Without the technology; empty for another one.
    private static ReadOnlySpan<char> Resource(ReadOnlySpan<char> target, ChannelName channel) =>
        target.IndexOf('/') is >= 0 and var slash
        && target[..slash].Equals(channel.Technology, StringComparison.OrdinalIgnoreCase) ? target[(slash + 1)..] : [];

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char end) =>
        text.IndexOf(end) is >= 0 and var at ? text[..at] : text;

    private static string Digits(ReadOnlySpan<char> text) =>
        text.Length > 0 && text.IndexOfAnyExcept("0123456789+*#") < 0 ? text.ToString() : "";
}
