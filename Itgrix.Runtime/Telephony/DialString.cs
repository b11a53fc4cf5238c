namespace Itgrix.Runtime.Telephony;

/// <summary>The argument of the application Dial: <c>PJSIP/101&amp;PJSIP/12025550144@trunk,30,tT</c>.</summary>
internal static class DialString
{
    /// <summary>
    /// The number that was dialled over a channel: that of the first target with its technology and its trunk. Empty
    /// when no target matches, or it has no number.
    /// </summary>
    public static string NumberFor(string data, ChannelName channel)
    {
        var targets = data.AsSpan();
        if (targets.IndexOf(',') is >= 0 and var comma)
            targets = targets[..comma];
        // A channel of its own, without a number: DAHDI/2 beside DAHDI/g0/12025550144.
        foreach (var range in targets.Split('&'))
        {
            if (IsItself(targets[range], channel))
                return "";
        }
        foreach (var range in targets.Split('&'))
        {
            if (Number(targets[range], channel) is { Length: > 0 } number)
                return number;
        }
        return "";
    }

    private static bool IsItself(ReadOnlySpan<char> target, ChannelName channel) =>
        target.IndexOf('/') is >= 0 and var slash
        && target[..slash].Equals(channel.Technology, StringComparison.OrdinalIgnoreCase)
        && target[(slash + 1)..].SequenceEqual(channel.Peer);

    // PJSIP/number@trunk, PJSIP/trunk/sip:number@host, SIP/trunk/number, DAHDI/g1/number, IAX2/user:secret@trunk/number
    private static string Number(ReadOnlySpan<char> target, ChannelName channel)
    {
        var slash = target.IndexOf('/');
        if (slash < 0 || !target[..slash].Equals(channel.Technology, StringComparison.OrdinalIgnoreCase))
            return "";
        var resource = target[(slash + 1)..];
        if (resource.IndexOf('/') is >= 0 and var inner)
        {
            var number = resource[(inner + 1)..];
            // Options may follow, as in mISDN/1/number/:b.
            number = Before(number, '/');
            if (number.IndexOf(':') is >= 0 and var scheme)
                number = number[(scheme + 1)..];
            // A w waits before the digits that follow.
            return Digits(Before(number, '@').TrimStart("wW"));
        }
        var at = resource.IndexOf('@');
        return at >= 0 && resource[(at + 1)..].SequenceEqual(channel.Peer) ? Digits(resource[..at]) : "";
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char end) =>
        text.IndexOf(end) is >= 0 and var at ? text[..at] : text;

    private static string Digits(ReadOnlySpan<char> text) =>
        text.Length > 0 && text.IndexOfAnyExcept("0123456789+*#") < 0 ? text.ToString() : "";
}
