using System.Text.Json;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Reads the call settings of the <c>bitrix24</c> part: what is created, shown and attached, and who is responsible.
/// </summary>
internal static partial class Bitrix24CallReader
{
    private const string Crm = "Bitrix24";

    public static Bitrix24CallOptions Read(ConfigSection section, bool hasLinks)
    {
        var defaults = new Bitrix24CallOptions();
        if (!section.Has("default_user"))
            section.Mistake("default_user",
                "is missing: give the id of the Bitrix24 user that owns calls without a known "
                + "employee.");
        var recording = section.Choice<RecordingMode>("recording") ?? defaults.Recording;
        return defaults with
        {
            Create = CallSettings.PerDirection(section, "create", defaults.Create),
            Source = Source(section) ?? defaults.Source,
            TaskOnMissed = section.Section("task_on_missed") is { } task
                ? MissedTaskReader.Read(task, Crm) : defaults.TaskOnMissed,
            TaskOnNewContact = section.Section("task_on_new_contact") is { } fill
                ? NewContactTaskReader.Read(fill) : defaults.TaskOnNewContact,
            Distribution = section.Section("distribution") is { } distribution
                ? RoutingReader.Read(distribution) : defaults.Distribution,
            Recording = recording,
            RecordingLink = CallSettings.RecordingLink(section, recording == RecordingMode.Link && !hasLinks),
            AddToChat = section.Flag("add_to_chat", defaults.AddToChat),
            DefaultUser = CallSettings.UserId(section, "default_user", Crm) ?? defaults.DefaultUser,
            MissedResponsible = CallSettings.Missed(section) ?? defaults.MissedResponsible,
            Card = CallSettings.PerDirection(section, "card", defaults.Card),
            Lines = section.Section("lines") is { } lines ? Lines(lines) : defaults.Lines,
            CallbackExtension = Extension(section),
        };
    }

    // Unlike other texts it may be empty: then Bitrix24 chooses.
    private static string? Source(ConfigSection section) =>
        section.Any("source") is { ValueKind: JsonValueKind.String } text && text.ValueEquals("")
            ? "" : section.Text("source");

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

    [GeneratedRegex(@"\A[0-9A-Za-z*#+_.-]{1,40}\z")]
    private static partial Regex ExtensionText();
}
