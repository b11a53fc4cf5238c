using System.IO.Enumeration;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Decides what a channel is, once at its beginning and again when its caller number becomes known. Pure. The first
/// answer counts: settings, technology, context of a line, extension in the name, caller number, context of a phone.
/// </summary>
internal sealed class ChannelClassifier(ChannelOptions options, NumberPlan numbers)
{
    // Their names have a port, a span or a device: DAHDI/4-1, DAHDI/i1/12025550123-2, mISDN/1-u2.
    private static readonly string[] PortTechnologies =
    [
        "DAHDI", "Zap", "mISDN", "CAPI", "Dongle", "Quectel", "Simcom", "Mobile", "Khomp", "Vpb", "LTP", "Phone",
        "Console", "ALSA", "OSS", "Unicall", "Woomera",
    ];

    public NumberPlan Numbers => numbers;

    /// <summary>Whether the name of such a channel says nothing about numbers.</summary>
    public static bool IsPort(ChannelName name) =>
        Array.Exists(PortTechnologies, one => one.Equals(name.Technology, StringComparison.OrdinalIgnoreCase));

    /// <param name="channel">Its full name.</param>
    /// <param name="name">The name in its parts.</param>
    /// <param name="context">The context in which it began.</param>
    /// <param name="number">Its own caller number; empty while it is unknown.</param>
    public ChannelIdentity Classify(string channel, ChannelName name, string context, string number)
    {
        if (name.IsLocal)
            return new(ChannelRole.LocalHalf, "", "it is half of a Local channel");
        var bare = channel.AsSpan(0, Math.Min(channel.Length, name.Technology.Length + 1 + name.Peer.Length));
        if (Matches(options.Bots, bare))
            return new(ChannelRole.Bot, "", "the setting bots has its name");
        if (!name.IsDevice)
            return new(ChannelRole.Internal, "", "its technology is Asterisk's own");
        if (Matches(options.Lines, bare))
            return new(ChannelRole.Line, "", "the setting lines has its name") { LeadsOutside = true };
        var own = ExtensionIn(name);
        if (Matches(options.Phones, bare))
            return new(ChannelRole.Employee, own.Length > 0 ? own : Local(number), "the setting phones has its name");
        if (Matches(options.LineContexts, context))
            return new(ChannelRole.Line, "", "its context is one of line_contexts");
        if (own.Length > 0)
            return new(ChannelRole.Employee, own, "its name has an extension");
        if (numbers.IsLocal(number))
            return new(ChannelRole.Employee, number, "its caller number is an extension");
        return Matches(options.PhoneContexts, context)
            ? new(ChannelRole.Employee, "", "its context is one of phone_contexts")
            : new(ChannelRole.Line, "", number.Length > 0 ? "its caller number is not an extension"
                : "nothing says that it is a phone");
    }

    /// <summary>What a channel is by its first record.</summary>
    public ChannelIdentity Identify(CelRecord first) => Classify(
        first.Channel, ChannelName.Parse(first.Channel), Leg.BeginOf(first),
        NumberPlan.IsPhone(first.CallerNumber) ? first.CallerNumber : "");

    /// <summary>Takes the number that a channel without one shows later.</summary>
    public void NumberKnown(Leg leg, string number)
    {
        leg.Number = number;
        leg.Identity = Classify(leg.Channel, leg.Name, leg.Context, number);
    }

    /// <summary>The identity of an agent's channel, by the argument of AgentLogin.</summary>
    public ChannelIdentity AgentOf(string data)
    {
        var agent = data.AsSpan();
        if (agent.IndexOf(',') is >= 0 and var comma)
            agent = agent[..comma];
        return new(ChannelRole.Employee, agent.Trim().ToString(), "the agent has logged in with it");
    }

    /// <summary>
    /// The number that a channel is dialled for: from its name, from the dial string, from its record; empty when none
    /// of them has one.
    /// </summary>
    public string NumberOf(Leg leg, CelRecord record, CelRecord? dial)
    {
        var isLine = leg.Identity.Role == ChannelRole.Line;
        var dialled = DialString.NumberFor(dial?.ApplicationData ?? "", leg.Name, isLine);
        // An outside number is dialled over a gateway only, even over one that has an extension.
        if (!isLine && leg.Identity.Extension.Length > 0 && (dialled.Length == 0 || numbers.IsLocal(dialled)))
            return leg.Identity.Extension;
        if (dialled.Length > 0)
            return isLine ? numbers.OverLine(dialled) : numbers.Dialled(dialled);
        // An extension that a line shows is the account's at the provider.
        if (NumberPlan.IsNumber(record.CallerNumber) && !(isLine && numbers.IsLocal(record.CallerNumber)))
            return record.CallerNumber;
        if (leg.Name.Number.Length > 0 && !IsPort(leg.Name))
            return leg.Name.Number;
        // A # after a number has it dialled at once.
        return dial is not null && NumberPlan.IsNumber(dial.Extension)
            ? numbers.Dialled(dial.Extension.TrimEnd('#')) : "";
    }

    /// <summary>The number that a Dial has for a line's channel; empty where it has none.</summary>
    public string NumberIn(CelRecord dial, Leg leg) =>
        numbers.OverLine(DialString.NumberFor(dial.ApplicationData, leg.Name));

    /// <summary>A number as it was dialled, if it is an outside one; else empty.</summary>
    public string DialledOutside(string number) =>
        NumberPlan.IsPhone(number) && !numbers.IsLocal(number) ? numbers.Dialled(number) : "";

    /// <summary>The number in the name of a line's channel, as in DAHDI/i1/12025550144-5; else its caller's.</summary>
    public static string NumberIn(Leg leg)
    {
        var last = leg.Name.Peer[(leg.Name.Peer.LastIndexOf('/') + 1)..];
        return last.Length < leg.Name.Peer.Length && NumberPlan.IsNumber(last) ? last : leg.Number;
    }

    /// <summary>
    /// Whether that number is an employee's. A code with a number is none where a line takes it, and a short number is
    /// none over a line of the settings.
    /// </summary>
    public bool IsInside(Leg leg, string number) =>
        numbers.IsLocal(number) && !(leg.Identity.Role == ChannelRole.Line
            && (numbers.IsCodeOfNumber(number) || (leg.Identity.LeadsOutside && !NumberPlan.IsCode(number))));

    /// <summary>The extension in a channel's name: <c>101</c> in PJSIP/101, PJSIP/99101 and PJSIP/101-mobile.</summary>
    public string ExtensionIn(ChannelName name)
    {
        if (IsPort(name))
            return "";
        if (numbers.IsLocal(name.Number))
            return name.Number;
        foreach (var suffix in options.DeviceSuffixes)
        {
            if (name.Peer.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && Digits(name.Peer[..^suffix.Length]) is { Length: > 0 } first)
                return first;
        }
        foreach (var prefix in options.DevicePrefixes)
        {
            if (name.Peer.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                && Digits(name.Peer[prefix.Length..]) is { Length: > 1 } rest)
                return rest;
        }
        return "";
    }

    private string Digits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) ? Local(text) : "";

    private string Local(string number) => numbers.IsLocal(number) ? number : "";

    private static bool Matches(IReadOnlyList<string> patterns, ReadOnlySpan<char> text)
    {
        for (var at = 0; at < patterns.Count; at++)
        {
            if (FileSystemName.MatchesSimpleExpression(patterns[at], text))
                return true;
        }
        return false;
    }
}
