using System.Text.Json;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>
/// Reads the call settings of the <c>kommo</c> part: what is created and shown, and who is responsible.
/// </summary>
internal static class KommoCallReader
{
    private const string Crm = "Kommo";

    public static KommoCallOptions Read(ConfigSection section)
    {
        var defaults = new KommoCallOptions();
        if (!section.Has("default_user"))
            section.Mistake("default_user",
                "is missing: give the id of the Kommo user that owns calls without a known "
                + "employee.");
        return defaults with
        {
            Create = CallSettings.PerDirection(section, "create", defaults.Create),
            DefaultUser = CallSettings.UserId(section, "default_user", Crm) ?? defaults.DefaultUser,
            MissedResponsible = CallSettings.Missed(section) ?? defaults.MissedResponsible,
            Card = CallSettings.PerDirection(section, "card", defaults.Card),
            Users = section.Section("users") is { } users ? Users(users) : defaults.Users,
            OnlyUsers = OnlyUsers(section) ?? defaults.OnlyUsers,
            Pipeline = CallSettings.Id(section, "pipeline",
                "a pipeline: give the number that the address of its page in Kommo ends with"),
            Status = CallSettings.Id(section, "status",
                "a stage of a pipeline: give its number, as Kommo's API names it"),
            Tag = Tag(section) ?? defaults.Tag,
            TakeOver = section.Choice<KommoTakeOver>("take_over") ?? defaults.TakeOver,
            TaskOnMissed = section.Section("task_on_missed") is { } task
                ? MissedTaskReader.Read(task, Crm, defaults.TaskOnMissed) : defaults.TaskOnMissed,
            TaskOnNewContact = section.Section("task_on_new_contact") is { } fill
                ? NewContactTaskReader.Read(fill) : defaults.TaskOnNewContact,
            Distribution = section.Section("distribution") is { } distribution
                ? RoutingReader.Read(distribution) : defaults.Distribution,
            RecordingLink = CallSettings.RecordingLink(section, isNeeded: false),
        };
    }

    // Unlike other texts it may be empty: then there is no tag.
    private static string? Tag(ConfigSection section) =>
        section.Any("tag") is { ValueKind: JsonValueKind.String } text && text.ValueEquals("")
            ? "" : section.Text("tag");

    private static Dictionary<string, long> Users(ConfigSection section)
    {
        var users = new Dictionary<string, long>();
        foreach (var extension in section.Names.Distinct())
        {
            if (!extension.All(char.IsAsciiLetterOrDigit) || extension.Length is 0 or > 40)
                section.Mistake($"\"{extension}\"", "is no extension: give what one would dial, such as \"101\".");
            else if (CallSettings.UserId(section, extension, Crm) is { } id)
                users[extension] = id;
        }
        return users;
    }

    private static HashSet<long>? OnlyUsers(ConfigSection section)
    {
        const string Name = "only_users";
        if (section.Any(Name) is not { } list)
            return null;
        var ids = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(IdOf).ToHashSet() : [];
        if (ids.Count > 0 && ids.All(id => id > 0))
            return ids;
        section.Mistake(Name,
            "is no list of ids of Kommo users: give one, such as [501, 502], or leave it out for all.");
        return null;
    }

    private static long IdOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var id) ? id : 0;
}
