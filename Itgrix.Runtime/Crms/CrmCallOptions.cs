using Itgrix.Runtime.Crms.Bitrix24;

namespace Itgrix.Runtime.Crms;

/// <summary>What is configured for calls alike for each CRM.</summary>
internal abstract record CrmCallOptions
{
    /// <summary>Whose the calls are whose employee is not known: a user's id.</summary>
    public long DefaultUser { get; init; }

    public MissedResponsible MissedResponsible { get; init; } = MissedResponsible.Client;

    /// <summary>When the employee sees the client's card.</summary>
    public PerDirection<CardMoment> Card { get; init; } = new(CardMoment.Ring, CardMoment.Ring);

    /// <summary>Tasks for calls that were not taken.</summary>
    public MissedTaskOptions TaskOnMissed { get; init; } = new();

    /// <summary>A task for who took a new client's call.</summary>
    public NewContactTaskOptions TaskOnNewContact { get; init; } = new();

    /// <summary>What is done with a known client's call before a phone rings.</summary>
    public DistributionOptions Distribution { get; init; } = new(ToResponsible: false, ShowsName: false);

    /// <summary>An https address with <c>{file}</c>; <c>null</c>: there are no links to recordings elsewhere.</summary>
    public string? RecordingLink { get; init; }

    /// <summary>Where a recording can be heard; empty when there is none, or no link to it.</summary>
    /// <param name="file">Its name or path; of a path the name.</param>
    public string LinkOf(string file) => file.Length == 0 || RecordingLink is null ? ""
        : RecordingLink.Replace("{file}", Uri.EscapeDataString(Path.GetFileName(file)), StringComparison.Ordinal);
}
