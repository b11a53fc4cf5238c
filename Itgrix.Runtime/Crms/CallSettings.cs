using System.Text.Json;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms;

/// <summary>Reads the call settings that are the same for every CRM.</summary>
internal static class CallSettings
{
    public static PerDirection<T> PerDirection<T>(ConfigSection section, string name, PerDirection<T> defaults)
        where T : struct, Enum
    {
        if (section.Section(name) is not { } own)
            return defaults;
        var choice = new PerDirection<T>(
            own.Choice<T>("incoming") ?? defaults.Incoming, own.Choice<T>("outgoing") ?? defaults.Outgoing);
        own.RejectUnknown();
        return choice;
    }

    /// <summary>
    /// The address of recordings: an https address with <c>{file}</c>; <c>null</c> when it is missing or wrong.
    /// </summary>
    /// <param name="isNeeded">Whether its absence is a mistake.</param>
    public static string? RecordingLink(ConfigSection section, bool isNeeded)
    {
        if (section.Text("recording_link") is not { } link)
        {
            if (isNeeded && !section.Has("recording_link"))
                section.Mistake("recording_link",
                    "is missing: give the https address of the recordings, with {file} for "
                    + "the file's name, such as https://pbx.example.com/recordings/{file}, or recordings.public_url.");
            return null;
        }
        if (link.Contains("{file}", StringComparison.Ordinal)
            && Uri.TryCreate(link.Replace("{file}", "a.mp3"), UriKind.Absolute, out var address)
            && address.Scheme == "https" && !address.Authority.Contains("a.mp3", StringComparison.Ordinal))
            return link;
        section.Mistake("recording_link", "is no https address with {file} for the file's name: give one, such as "
            + "https://pbx.example.com/recordings/{file}.");
        return null;
    }

    public static MissedResponsible? Missed(ConfigSection section)
    {
        const string choices =
            "0 for the responsible employee of the client, 1 for the employee who was called last, 2 for default_user";
        if (section.Any("missed_responsible") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= 2)
            return (MissedResponsible)number;
        section.Mistake("missed_responsible", $"must be one of these: {choices}.");
        return null;
    }

    /// <summary>The id of a user of the CRM; <c>null</c> when it is missing or wrong.</summary>
    public static long? UserId(ConfigSection section, string name, string crm) =>
        Id(section, name, $"a {crm} user: give a whole number from 1, as the address of the user's page has it");

    /// <summary>An id; <c>null</c> when it is missing or wrong.</summary>
    /// <param name="what">What the id belongs to, and where it can be found.</param>
    public static long? Id(ConfigSection section, string name, string what)
    {
        if (section.Any(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id) && id >= 1)
            return id;
        section.Mistake(name, $"is no id of {what}.");
        return null;
    }
}
