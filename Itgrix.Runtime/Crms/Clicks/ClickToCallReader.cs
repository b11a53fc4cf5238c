using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>Reads the <c>click_to_call</c> part.</summary>
internal static class ClickToCallReader
{
    public static ClickToCallOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new ClickToCallOptions();
        var options = new ClickToCallOptions
        {
            Channel = section.Text("channel") ?? defaults.Channel,
            Context = section.Text("context") ?? defaults.Context,
            CallerId = section.Text("caller_id") ?? defaults.CallerId,
            Timeout = section.Seconds("timeout", 1, 600) ?? defaults.Timeout,
            Token = TokenReader.Read(section, baseFolder),
            Contexts = [.. section.Items("contexts").Select(item => Context(section, item)).OfType<string>()],
            Allowed = Patterns(section, "allowed"),
            Refused = section.Any("refused") is null ? defaults.Refused : Patterns(section, "refused"),
        };
        if (!options.Channel.Contains("{extension}", StringComparison.Ordinal)
            || !DialValues.IsChannel(options.Channel.Replace("{extension}", "101", StringComparison.Ordinal)))
            section.Mistake("channel", "is no channel with {extension} in it: give \"PJSIP/{extension}\" or "
                + "\"Local/{extension}@from-internal\".");
        if (!DialValues.IsContext(options.Context))
            section.Mistake("context",
                "is no context: give the name of a section of extensions.conf, letters, digits, _ . -");
        if (!DialValues.IsCallerId(DialValues.Fill(options.CallerId, "101", "12025550123")))
            section.Mistake("caller_id",
                "cannot be sent to Asterisk: give \"{number}\" or \"Company <{number}>\", without "
                + "{ } $ ` | ; \\ of your own.");
        // An empty list is ambiguous: its author may mean that nothing is allowed.
        if (section.Any("allowed") is { ValueKind: JsonValueKind.Array } allowed && allowed.GetArrayLength() == 0)
            section.Mistake("allowed", "is empty: name the numbers that are dialled, or leave it out.");
        section.RejectUnknown();
        return options;
    }

    private static IReadOnlyList<DialPattern> Patterns(ConfigSection section, string name) =>
        [.. section.Items(name).Select(item => Pattern(section, name, item)).OfType<DialPattern>()];

    private static DialPattern? Pattern(ConfigSection section, string name, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String && DialPattern.IsValid(item.GetString()!))
            return new(item.GetString()!);
        section.Mistake(name, $"has {item.GetRawText()}: give numbers in quotes, X for any digit, "
            + "a dot at the end for any further digits: [\"+4930XXXXXX\", \"0190.\", \"*98\"].");
        return null;
    }

    private static string? Context(ConfigSection section, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String && DialValues.IsContext(item.GetString()!))
            return item.GetString();
        section.Mistake("contexts", $"has {item.GetRawText()}: give names of sections of extensions.conf, in quotes.");
        return null;
    }
}
