using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms;

/// <summary>Replaces a number by the hook's result everywhere in a call.</summary>
internal static class PhoneReplacement
{
    public static CallFull Everywhere(CallFull call, PhoneNumber number, string custom)
    {
        return call with
        {
            Channel = Line(call.Channel),
            Conversations = call.Conversations.ToDictionary(
                pair => pair.Key, pair => pair.Value with { Channel = Line(pair.Value.Channel) }),
        };

        Channel Line(Channel line) => line with { From = Changed(line.From), To = Changed(line.To) };

        PhoneNumber Changed(PhoneNumber one) => one.Original == number.Original ? one with { Custom = custom } : one;
    }
}
