using System.Text.Json;
using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Configuration;

/// <summary>Reads what the <c>bitrix24</c> part says of calls: what is created, shown, attached, and whose it is.</summary>
internal static partial class Bitrix24CallReader
{
    private const double MostMinutes = 525_600;

    public static Bitrix24Options Read(Bitrix24Options options, ConfigSection section, string baseFolder)
    {
        if (!section.Has("default_user"))
            section.Mistake("default_user", "is missing: give the id of the Bitrix24 user whose the calls are when their "
                + "employee is not known.");
        var recording = section.Choice<RecordingMode>("recording") ?? options.Recording;
        return options with
        {
            Create = PerDirection(section, "create", options.Create),
            Source = Source(section) ?? options.Source,
            TaskOnMissed = section.Section("task_on_missed") is { } task ? Task(task) : options.TaskOnMissed,
            TaskOnNewContact = section.Section("task_on_new_contact") is { } fill
                ? NewContactTaskReader.Read(fill) : options.TaskOnNewContact,
            Distribution = section.Section("distribution") is { } distribution
                ? DistributionReader.Read(distribution) : options.Distribution,
            Recording = recording,
            RecordingLink = Link(section, recording),
            AddToChat = section.Flag("add_to_chat", options.AddToChat),
            DefaultUser = UserId(section, "default_user") ?? options.DefaultUser,
            MissedResponsible = Missed(section) ?? options.MissedResponsible,
            Card = PerDirection(section, "card", options.Card),
            Lines = section.Section("lines") is { } lines ? Lines(lines) : options.Lines,
            CallbackExtension = Extension(section),
            ApplicationToken = SecretReader.Read(section, "application_token", baseFolder),
        };
    }

    private static PerDirection<T> PerDirection<T>(ConfigSection section, string name, PerDirection<T> defaults)
        where T : struct, Enum
    {
        if (section.Section(name) is not { } own)
            return defaults;
        var choice = new PerDirection<T>(
            own.Choice<T>("incoming") ?? defaults.Incoming, own.Choice<T>("outgoing") ?? defaults.Outgoing);
        own.RejectUnknown();
        return choice;
    }

    // Unlike other texts it may be empty: then Bitrix24 chooses.
    private static string? Source(ConfigSection section) =>
        section.Any("source") is { ValueKind: JsonValueKind.String } text && text.ValueEquals("") ? "" : section.Text("source");

    private static MissedTaskOptions Task(ConfigSection section)
    {
        var defaults = new MissedTaskOptions();
        var task = new MissedTaskOptions
        {
            Incoming = section.Flag("incoming", defaults.Incoming),
            Outgoing = section.Flag("outgoing", defaults.Outgoing),
            Deadline = section.Number("deadline_minutes", 1, MostMinutes, "minutes") is { } minutes
                ? TimeSpan.FromMinutes(minutes) : defaults.Deadline,
            Title = Title(section) ?? defaults.Title,
            CreatedBy = UserId(section, "created_by"),
        };
        section.RejectUnknown();
        return task;
    }

    private static string? Title(ConfigSection section)
    {
        if (section.Text("title") is not { } title)
            return null;
        if (Braces().Matches(title).FirstOrDefault(match => match.Value is not ("{phone}" or "{name}")) is { } unknown)
            section.Mistake("title", $"has {unknown.Value}, which is not known: use {{phone}} and {{name}}.");
        else if (string.IsNullOrWhiteSpace(title))
            section.Mistake("title", "is empty: give a text, such as \"Call back: {name} {phone}\".");
        return title;
    }

    private static string? Link(ConfigSection section, RecordingMode recording)
    {
        if (section.Text("recording_link") is not { } link)
        {
            if (recording == RecordingMode.Link && !section.Has("recording_link"))
                section.Mistake("recording_link", "is missing: give the https address of the recordings, with {file} for "
                    + "the file's name, such as https://pbx.example.com/recordings/{file}.");
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

    private static MissedResponsible? Missed(ConfigSection section)
    {
        const string choices = "0 for who is responsible for the client, 1 for whose phone rang last, 2 for default_user";
        if (section.Any("missed_responsible") is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= 2)
            return (MissedResponsible)number;
        section.Mistake("missed_responsible", $"must be one of these: {choices}.");
        return null;
    }

    private static long? UserId(ConfigSection section, string name)
    {
        if (section.Any(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id) && id >= 1)
            return id;
        section.Mistake(name, "is no id of a Bitrix24 user: give a whole number from 1, as the address of the user's page "
            + "has it.");
        return null;
    }

    private static Dictionary<string, string> Lines(ConfigSection section)
    {
        var lines = new Dictionary<string, string>();
        foreach (var number in section.Names.Distinct())
        {
            if (string.IsNullOrWhiteSpace(number))
                section.Mistake("\"\"", "is no number of a line: give the trunk's number, or its name if it has none.");
            else if (section.Text(number) is { } name)
                lines[number] = name;
        }
        return lines;
    }

    private static string? Extension(ConfigSection section)
    {
        if (section.Text("callback_extension") is not { } extension)
            return null;
        if (ExtensionText().IsMatch(extension))
            return extension;
        section.Mistake("callback_extension", "is no extension: give what one would dial, such as \"600\".");
        return null;
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\A[0-9A-Za-z*#+_.-]{1,40}\z")]
    private static partial Regex ExtensionText();
}
