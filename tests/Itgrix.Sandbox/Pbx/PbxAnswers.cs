using System.Security.Cryptography;
using System.Text;

namespace Itgrix.Sandbox.Pbx;

/// <summary>Asterisk's answers to actions.</summary>
internal sealed class PbxAnswers(PbxSettings settings, PbxChannels channels)
{
    private string _challenge = "";

    public bool IsLoggedIn { get; private set; }

    /// <summary>The event classes that the client requested.</summary>
    public IReadOnlySet<string> Classes { get; private set; } = new HashSet<string>();

    /// <summary>The answer, one or several messages; and whether the connection ends with it.</summary>
    public (string Text, bool Ends) To(PbxAction action, PbxTrouble trouble) => action.Name.ToLowerInvariant() switch
    {
        "login" => Login(action, trouble),
        "challenge" => (Challenge(action), false),
        "logoff" => (Response(action, "Goodbye", "Message: Thanks for all the fish."), true),
        _ when !IsLoggedIn => (Error(action, "Permission denied"), false),
        "ping" => (Response(action, "Success", "Ping: Pong", "Timestamp: 1795231564.218870"), false),
        "coresettings" => (Response(action, "Success", "AMIversion: " + settings.Greeting.Split('/')[^1],
            "AsteriskVersion: " + settings.AsteriskVersion, "SystemName: ", "CoreMaxCalls: 0"), false),
        "coreshowchannels" => (Channels(action), false),
        "hangup" => (OfChannel(action, "Channel Hungup"), false),
        "redirect" => (OfChannel(action, "Redirect successful"), false),
        "originate" => (Originate(action), false),
        "" => (Error(action, "Missing action in request"), false),
        var name => (Error(action,
            $"Invalid/unknown command: {name}. Use Action: ListCommands to show available commands."), false),
    };

    private (string Text, bool Ends) Login(PbxAction action, PbxTrouble trouble)
    {
        var isKnown = action["Username"] == settings.User
            && (action["AuthType"].Equals("MD5", StringComparison.OrdinalIgnoreCase)
            ? _challenge.Length > 0 && action["Key"] == Key()
            : action["Secret"] == settings.Secret);
        if (!isKnown || trouble.RefusesLogins)
            return (Error(action, "Authentication failed"), true);
        IsLoggedIn = true;
        Classes = action["Events"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet();
        return (Response(action, "Success", "Message: Authentication accepted"), false);
    }

    private string Challenge(PbxAction action)
    {
        if (!settings.HasChallenge)
            return Error(action, "Must specify AuthType");
        _challenge = $"{RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue)}";
        return Response(action, "Success", "Challenge: " + _challenge);
    }

    private string Key() =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(_challenge + settings.Secret)));

    private string Channels(PbxAction action)
    {
        var text = new StringBuilder(Response(action, "Success", "EventList: start", "Message: Channels will follow"));
        var all = settings.Channels.Select(name => (Id: "", Name: name))
            .Concat(channels.All.Select(live => (live.Key, live.Value))).ToList();
        foreach (var (id, name) in all)
            text.Append(Message(
                "Event: CoreShowChannel", Id(action), "Channel: " + name, "ChannelStateDesc: Up", "Uniqueid: " + id));
        return text.Append(Message("Event: CoreShowChannelsComplete", Id(action), "EventList: Complete",
            $"ListItems: {all.Count}")).ToString();
    }

    private string OfChannel(PbxAction action, string done) => settings.Channels.Contains(action["Channel"])
        ? Response(action, "Success", "Message: " + done)
        : Error(action, "No such channel");

    private string Originate(PbxAction action)
    {
        if (settings.OriginateRefusal.Length > 0)
            return Error(action, settings.OriginateRefusal);
        var answered = settings.OriginateReason == 4;
        var done = Response(action, "Success", "Message: Originate successfully queued");
        return action["Async"] != "true" || settings.RingsForever ? done : done + Message(
            "Event: OriginateResponse", "Privilege: call,all", Id(action),
            "Response: " + (answered ? "Success" : "Failure"),
            "Channel: " + action["Channel"] + (answered ? "-00000001" : ""), "Context: " + action["Context"],
            "Exten: " + action["Exten"], $"Reason: {settings.OriginateReason}",
            "Uniqueid: " + (answered ? action["ChannelId"] is { Length: > 0 } id ? id : "1795231531.0" : "<unknown>"),
            "CallerIDNum: <unknown>", "CallerIDName: <unknown>");
    }

    private static string Error(PbxAction action, string message) => Response(action, "Error", "Message: " + message);

    private static string Response(PbxAction action, string kind, params string[] headers) =>
        Message(["Response: " + kind, Id(action), .. headers]);

    private static string Id(PbxAction action) => action["ActionID"] is { Length: > 0 } id ? "ActionID: " + id : "";

    private static string Message(params string[] headers) =>
        string.Concat(headers.Where(header => header.Length > 0).Select(header => header + "\r\n")) + "\r\n";
}
