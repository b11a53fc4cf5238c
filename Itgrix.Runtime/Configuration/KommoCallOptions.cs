using Itgrix.Runtime.Flows;

namespace Itgrix.Runtime.Configuration;

/// <summary>What is made in Kommo for a client's call.</summary>
internal enum KommoClientKind
{
    /// <summary>A contact, and a lead unless the client has an open one.</summary>
    Lead,

    /// <summary>A contact, for a number that nobody has.</summary>
    Contact,

    /// <summary>
    /// For a number that nobody has, an entry that somebody accepts or declines, when the call is over.
    /// </summary>
    Unsorted,

    Nothing,
}

/// <summary>Whose a contact or lead becomes that a call made, when somebody else took the call.</summary>
internal enum KommoTakeOver
{
    /// <summary>Who took the call.</summary>
    New,

    /// <summary>Who took the call, whoever had them before.</summary>
    Always,

    Never,
}

/// <summary>The <c>kommo</c> part of the configuration as far as it is about calls.</summary>
internal sealed record KommoCallOptions
{
    /// <summary>What is made, by direction.</summary>
    public PerDirection<KommoClientKind> Create { get; init; } = new(KommoClientKind.Contact, KommoClientKind.Nothing);

    /// <summary>Whose the calls are whose employee is not known: a user's id.</summary>
    public long DefaultUser { get; init; }

    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    /// <summary>When the employee sees the client's card.</summary>
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Never);

    /// <summary>The ids of users by extension; who is not here is found by the number in his profile.</summary>
    public IReadOnlyDictionary<string, long> Users { get; init; } = new Dictionary<string, long>();

    /// <summary>Where new leads begin; <c>null</c> for the account's main pipeline.</summary>
    public long? Pipeline { get; init; }

    /// <summary>The stage at which new leads begin; <c>null</c> for the pipeline's first.</summary>
    public long? Status { get; init; }

    /// <summary>What new contacts and leads are tagged with; empty for nothing.</summary>
    public string Tag { get; init; } = "Itgrix";

    public KommoTakeOver TakeOver { get; init; } = KommoTakeOver.New;

    /// <summary>Tasks for calls that were not taken.</summary>
    public MissedTaskOptions TaskOnMissed { get; init; } =
        new() { Title = "Call back {name} on a missed call from a number {phone}" };

    /// <summary>A task for who took a new client's call.</summary>
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    /// <summary>What is done with a known client's call before a phone rings.</summary>
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>An https address with <c>{file}</c>; <c>null</c>: calls have no recordings.</summary>
    public string? RecordingLink { get; init; }

    /// <summary>Of whom alone calls are kept: users' ids; of everybody when there is none.</summary>
    public IReadOnlySet<long> OnlyUsers { get; init; } = new HashSet<long>();

    /// <summary>Where a recording can be heard; empty when there is none.</summary>
    /// <param name="file">Its name or path; of a path the name.</param>
    public string LinkOf(string file) => file.Length == 0 || RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);
}
