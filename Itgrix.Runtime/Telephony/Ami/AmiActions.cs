using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>The actions that the service sends, each with its headers.</summary>
internal static partial class AmiActions
{
    public static AmiAction Ping() => new("Ping");

    public static AmiAction Logoff() => new("Logoff");

    /// <summary>Requests Asterisk's version, among others.</summary>
    public static AmiAction CoreSettings() => new("CoreSettings");

    /// <summary>Requests the actions that this user may send.</summary>
    public static AmiAction ListCommands() => new("ListCommands");

    /// <summary>Requests a configuration file, with the files that it includes.</summary>
    public static AmiAction GetConfig(string file) => new AmiAction("GetConfig").With("Filename", file);

    /// <summary>Asks whether a module is loaded.</summary>
    public static AmiAction ModuleCheck(string module) => new AmiAction("ModuleCheck").With("Module", module);

    /// <summary>Requests the phones and lines of PJSIP, a list of <c>EndpointList</c>.</summary>
    public static AmiAction PjsipEndpoints() => new("PJSIPShowEndpoints");

    /// <summary>Requests those of chan_sip, a list of <c>PeerEntry</c>.</summary>
    public static AmiAction SipPeers() => new("SIPpeers");

    /// <summary>Answered by a list of <c>CoreShowChannel</c>.</summary>
    public static AmiAction CoreShowChannels() => new("CoreShowChannels");

    /// <summary>Ends a channel by its name.</summary>
    public static AmiAction Hangup(string channel) => new AmiAction("Hangup").With("Channel", Exact(channel));

    /// <summary>Redirects a channel to another place in the dialplan.</summary>
    public static AmiAction Redirect(string channel, string context, string exten, int priority = 1) =>
        new AmiAction("Redirect").With("Channel", channel).With("Context", context).With("Exten", exten)
            .With("Priority", Number(priority));

    /// <param name="margin">Additional time for Asterisk to report the outcome.</param>
    public static AmiAction Originate(OriginateRequest request, TimeSpan margin)
    {
        var action = new AmiAction("Originate")
        {
            LastEvent = request.Async ? "OriginateResponse" : null,
            Timeout = request.Timeout + margin,
        };
        action.With("Channel", request.Channel).With("Context", request.Context).With("Exten", request.Exten)
            .With("Priority", Number(request.Priority)).With("CallerID", request.CallerId)
            .With("Timeout", Number((long)request.Timeout.TotalMilliseconds))
            .With("Async", request.Async ? "true" : "false")
            .With("ChannelId", request.ChannelId).With("Account", request.Account);
        foreach (var (name, value) in request.Variables)
            action.With("Variable", Variable(name, value));
        return action;
    }

    /// <summary>Calls an extension of a context, and hangs up a second after the answer.</summary>
    /// <param name="id">The unique id of the new channel.</param>
    public static AmiAction OriginateWait(string id, string extension, string context) =>
        new AmiAction("Originate") { LastEvent = "OriginateResponse", Timeout = TimeSpan.FromSeconds(40) }
            .With("Channel", $"Local/{extension}@{context}/n").With("Application", "Wait").With("Data", "1")
            .With("CallerID", "Itgrix <0>").With("Timeout", "30000").With("Async", "true").With("ChannelId", id);

    // Asterisk splits the header at commas into several variables, and interprets quotes, brackets and backslashes.
    private static string Variable(string name, string value)
    {
        if (!VariableName().IsMatch(name))
            throw new ArgumentException("Originate: the name of a Variable is NAME or FUNCTION(argument).",
                nameof(name));
        var text = new StringBuilder(name).Append('=');
        foreach (var character in value)
            text.Append(character is ',' or '\\' or '"' or '(' or ')' or '[' or ']' ? "\\" : "").Append(character);
        return text.ToString();
    }

    // A name between slashes would be a pattern, and hang up every matching channel.
    private static string Exact(string channel) => channel is not ['/', ..] ? channel
        : throw new ArgumentException("Hangup: Channel is a pattern: give the name of one channel.", nameof(channel));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\([A-Za-z0-9_,.-]*\))?\z")]
    private static partial Regex VariableName();
}
