namespace Itgrix.Runtime.Crms;

/// <summary>The call settings that are the same for every CRM.</summary>
internal abstract record CrmCallOptions
{
    /// <summary>The id of the user that owns calls without a known employee.</summary>
    public long DefaultUser { get; init; }

    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    /// <summary>When the employee sees the client's card.</summary>
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Ring);

    /// <summary>Tasks for calls that were not answered.</summary>
    public MissedTaskOptions TaskOnMissed { get; init; } = new();

    /// <summary>A task for the employee who answered a new client's call.</summary>
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    /// <summary>What is done for a known client's call before a phone rings.</summary>
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>An https address with <c>{file}</c>; <c>null</c>: recordings have no links on another server.</summary>
    public string? RecordingLink { get; init; }

    /// <summary>The link to a recording; empty when there is no recording or no link to it.</summary>
    /// <param name="file">The name or path of the file; only the name of a path is used.</param>
    public string LinkOf(string file) => file.Length == 0 || RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);
}
