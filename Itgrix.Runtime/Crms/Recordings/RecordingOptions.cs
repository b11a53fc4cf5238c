namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>
/// The <c>recordings</c> part of the configuration: where recordings are, how they are served, how long they stay.
/// </summary>
internal sealed record RecordingOptions : ICheckedSettings
{
    private const string FolderFix = "give the folders of recordings, such as [\"/var/spool/asterisk/monitor\"].",
        SecretFix = "16 characters or more, for example what openssl rand -hex 20 prints.";

    [Setting("the folders of recordings; no file outside of them is served or deleted", IsPath = true,
        Rule = nameof(FolderMistake), Fix = FolderFix, Empty = FolderFix)]
    public IReadOnlyList<string> Folders { get; init; } = ["/var/spool/asterisk/monitor"];

    [Setting("path of a recording that Asterisk does not name, relative to `folders` or absolute, with `{linkedid}`, "
        + "`{uniqueid}`, `{from}`, `{to}`, `{yyyy}`, `{MM}`, `{dd}`, `{HH}`, `{mm}`, `{ss}` (of the call's start)",
        Rule = nameof(TemplateMistake))]
    public string? Path { get; init; }

    [Setting("time after the call within which a recording must be complete before the CRM gets a link",
        Unit = "seconds", Max = 600)]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(15);

    [Setting("maximum delay of a recording that is sent as a file", Name = "late_minutes", Unit = "minutes",
        Max = 10_080)]
    public TimeSpan Late { get; init; } = TimeSpan.FromHours(1);

    [Setting("the public https address of this service's `/recordings`", Rule = nameof(Address),
        Fix = "is no https address: give the one under which recordings are reached from outside, such as "
        + "https://pbx.example.com/recordings.", Default = "not served")]
    public Uri? PublicUrl { get; init; }

    [Setting("signs the links, 16 characters or more; a new one invalidates all links", Rule = nameof(IsLong),
        Fix = $"is too short, so that links could be forged: give {SecretFix}", Default = "required for `public_url`")]
    public Secret? Secret { get; init; }

    [Setting("lifetime of a link", Name = "link_days", Unit = "days", Max = 3660)]
    public TimeSpan LinkFor { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The maximum age of a recording; <c>null</c>: it is never deleted.</summary>
    [Setting("older recordings are deleted; 0: never", Name = "keep_days", Unit = "days", Max = 36_600, Default = "0")]
    public TimeSpan? Keep
    {
        get;
        init => field = value is { Ticks: > 0 } ? value : null;
    }

    [Setting("a WAV is deleted an hour after its conversion to a smaller file beside it, under its name",
        Name = "delete_original")]
    public bool DeletesOriginals { get; init; }

    [Setting("the log warns below this free space for recordings; 0: never", Name = "min_free_mb",
        Unit = "megabytes", Max = 1e9)]
    public long LeastFree { get; init; } = 1L << 30;

    public void Check(ConfigSection section)
    {
        if (PublicUrl is not null && !section.Has("secret"))
            section.Mistake("secret", $"is missing: links are signed with it; give {SecretFix}");
    }

    // These folders are served and, if configured, cleaned: they cannot be the whole machine.
    private static string? FolderMistake(string folder) =>
        folder == "/" ? $"which is the whole machine: {FolderFix}" : null;

    private static string? TemplateMistake(string path) => RecordingTemplate.MistakeIn(path);

    private static Uri? Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme == "https"
        && address is { Query: "", Fragment: "", UserInfo: "" }
        && !text.AsSpan().ContainsAny('?', '#') ? address : null;

    private static bool IsLong(string secret) => secret.Length >= 16;
}
