using Itgrix.Runtime.Flows;

namespace Itgrix.Runtime.Configuration;

/// <summary>The <c>bitrix24</c> part of the configuration as far as it is about calls.</summary>
internal sealed record Bitrix24CallOptions
{
    /// <summary>What is created for a client who is not known.</summary>
    public PerDirection<ClientKind> Create { get; init; } = new(ClientKind.Lead, ClientKind.Lead);

    /// <summary>The source of what is created: a STATUS_ID of Bitrix24's list of sources; or empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>Tasks for calls that were not taken.</summary>
    public MissedTaskOptions TaskOnMissed { get; init; } = new();

    /// <summary>A task for who took a new client's call.</summary>
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    public RecordingMode Recording { get; init; } = RecordingMode.File;

    /// <summary>An https address with <c>{file}</c>; <c>null</c> only when recordings are no links.</summary>
    public string? RecordingLink { get; init; }

    /// <summary>Whether the employee's chat is told of the call.</summary>
    public bool AddToChat { get; init; } = true;

    /// <summary>Whose the calls are whose employee is not known.</summary>
    public long DefaultUser { get; init; }

    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    /// <summary>What is done with a known client's call before a phone rings.</summary>
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>When the employee sees the call's card.</summary>
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Ring);

    /// <summary>The trunks that are external lines of Bitrix24, and their names there.</summary>
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is rung first when a client asks to be called back; <c>null</c> when nobody is.</summary>
    public string? CallbackExtension { get; init; }

    /// <summary>Where a recording can be heard; empty when recordings are no links.</summary>
    /// <param name="file">Its name or path; of a path the name.</param>
    public string LinkOf(string file) => RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);
}
