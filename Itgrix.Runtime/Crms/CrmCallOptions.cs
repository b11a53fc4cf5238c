namespace Itgrix.Runtime.Crms;

/// <summary>The call settings that are the same for every CRM.</summary>
internal abstract record CrmCallOptions
{
    /// <summary>The mistake of a user's id.</summary>
    protected const string UserFix =
        "is no id of a user: give a whole number from 1, as the address of the user's page has it.";

    [Setting("id of the user that owns calls without a known employee", Min = 1, Fix = UserFix,
        Missing = "give the id of the user that owns calls without a known employee.")]
    public long DefaultUser { get; init; }

    [Setting("who is responsible for a missed call: 0 the client's responsible employee, 1 the employee who was called "
        + "last, 2 `default_user`; where there is nobody, the next choice applies", Rule = nameof(MissedOf),
        Fix = "must be one of these: 0 for the responsible employee of the client, 1 for the employee who was called "
        + "last, 2 for default_user.", Schema = """{"enum": [0, 1, 2]}""", Default = "0")]
    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    [Setting("when the client's card opens on the employee's screen")]
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Ring);

    [Setting("tasks for calls that were not answered")]
    public MissedTaskOptions TaskOnMissed { get; init; } = new();

    [Setting("a task to fill in a new contact or lead, for the employee who answered")]
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    [Setting("routing of a known client's call before a phone rings")]
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>The address; <c>null</c>: recordings have no links on another server.</summary>
    [Setting("the https address of recordings, with `{file}` for the file's name; not needed when this service serves "
        + "them (`recordings.public_url`)", Rule = nameof(IsLink),
        Fix = "is no https address with {file} for the file's name: give one, such as "
        + "https://pbx.example.com/recordings/{file}.")]
    public string? RecordingLink { get; init; }

    /// <summary>The link to a recording; empty when there is no recording or no link to it.</summary>
    /// <param name="file">The name or path of the file; only the name of a path is used.</param>
    public string LinkOf(string file) => file.Length == 0 || RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);

    private static object? MissedOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number is >= 0 and <= 2
            ? (MissedResponsible)number : null;

    private static bool IsLink(string link) => link.Contains("{file}", StringComparison.Ordinal)
        && Uri.TryCreate(link.Replace("{file}", "a.mp3"), UriKind.Absolute, out var address)
        && address.Scheme == "https" && !address.Authority.Contains("a.mp3", StringComparison.Ordinal);
}
