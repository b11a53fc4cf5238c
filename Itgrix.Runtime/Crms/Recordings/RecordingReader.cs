using System.Text.Json;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>Reads the <c>recordings</c> part.</summary>
internal static class RecordingReader
{
    private const int ShortestSecret = 16;

    public static RecordingOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new RecordingOptions();
        var options = defaults with
        {
            Folders = section.Has("folders") ? Folders(section, baseFolder) : defaults.Folders,
            Path = Template(section),
            Wait = section.Seconds("wait", 0, 600) ?? defaults.Wait,
            Late = Time(section, "late_minutes", 10_080, "minutes", TimeSpan.FromMinutes) ?? defaults.Late,
            PublicUrl = PublicUrl(section),
            Secret = Secret(section, baseFolder),
            LinkFor = Time(section, "link_days", 3660, "days", TimeSpan.FromDays) ?? defaults.LinkFor,
            Keep = Time(section, "keep_days", 36_600, "days", TimeSpan.FromDays) is { Ticks: > 0 } keep ? keep : null,
            DeletesOriginals = section.Flag("delete_original", defaults.DeletesOriginals),
            LeastFree = (long?)(section.Number("min_free_mb", 0, 1e9, "megabytes") * (1 << 20)) ?? defaults.LeastFree,
        };
        section.RejectUnknown();
        return options;
    }

    // These folders are served and, if configured, cleaned: they cannot be the whole machine.
    private static List<string> Folders(ConfigSection section, string baseFolder)
    {
        const string fix = "give the folders of recordings, such as [\"/var/spool/asterisk/monitor\"].";
        var folders = new List<string>();
        foreach (var item in section.Items("folders"))
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (text.Length == 0 || text.Contains('\0'))
                section.Mistake("folders", $"has {item.GetRawText()}, which is no folder: {fix}");
            else if (Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, baseFolder)) is var folder
                && folder == "/")
                section.Mistake("folders", $"has \"/\", which is the whole machine: {fix}");
            else
                folders.Add(folder);
        }
        if (folders.Count == 0 && section.KindOf("folders") == JsonValueKind.Array && !section.Items("folders").Any())
            section.Mistake("folders", $"is empty: {fix}");
        return folders;
    }

    private static string? Template(ConfigSection section)
    {
        if (section.Text("path") is not { } path)
            return null;
        if (RecordingTemplate.MistakeIn(path) is not { } mistake)
            return path;
        section.Mistake("path", mistake);
        return null;
    }

    private static Uri? PublicUrl(ConfigSection section)
    {
        if (section.Text("public_url") is not { } text)
            return null;
        if (!section.Has("secret"))
            section.Mistake("secret", $"is missing: links are signed with it; give {SecretFix}");
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme == "https"
            && address is { Query: "", Fragment: "", UserInfo: "" } && !text.AsSpan().ContainsAny('?', '#'))
            return address;
        section.Mistake("public_url",
            "is no https address: give the one under which recordings are reached from outside, "
            + "such as https://pbx.example.com/recordings.");
        return null;
    }

    private const string SecretFix = "16 characters or more, for example what openssl rand -hex 20 prints.";

    private static Secret? Secret(ConfigSection section, string baseFolder)
    {
        var secret = SecretReader.Read(section, "secret", baseFolder);
        if (secret is null || secret.Reveal().Length >= ShortestSecret)
            return secret;
        section.Mistake("secret", $"is too short, so that links could be forged: give {SecretFix}");
        return null;
    }

    private static TimeSpan? Time(
        ConfigSection section, string name, double max, string unit, Func<double, TimeSpan> of) =>
        section.Number(name, 0, max, unit) is { } number ? of(number) : null;
}
