using Itgrix.Hooks;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// Stores the stages of calls, each once, and the position in the channel events, across restarts and crashes. Every
/// method waits during a database outage.
/// </summary>
internal interface ICallLedger
{
    /// <summary>Position in the channel events at the start; <c>null</c> before the first event.</summary>
    DateTime? Position { get; }

    /// <summary>Accepts a stage: when this completes, the stage is delivered eventually, whatever happens.</summary>
    /// <exception cref="Platform.Storage.StorageException">This stage cannot be stored, though others can.</exception>
    Task AddAsync(CallStageEvent stage, CancellationToken token);

    /// <summary>Records stages as known, so that they are never delivered.</summary>
    Task SkipAsync(IReadOnlyList<LedgerEntry> stages, CancellationToken token);

    /// <summary>The stages from that time on that were accepted or skipped.</summary>
    Task<IReadOnlyList<LedgerEntry>> KnownSinceAsync(DateTime time, CancellationToken token);

    /// <summary>Stores the position in the channel events for the next start.</summary>
    Task SavePositionAsync(DateTime position, CancellationToken token);
}

/// <summary>A stage that is known.</summary>
/// <param name="Key">Identifies the stage.</param>
/// <param name="CallId">Its call.</param>
/// <param name="Time">Time of the stage, by the clock of the Asterisk server.</param>
internal sealed record LedgerEntry(string Key, string CallId, DateTime Time)
{
    /// <summary>Whether the call ended with it.</summary>
    public bool IsEnd => Key == $"{CallId}/{CallStage.CallEnded}";

    /// <summary>The entries of a stage: the parts of a call that ended have ended with it.</summary>
    public static IEnumerable<LedgerEntry> Of(CallStageEvent stage) =>
        [new(stage.Key, stage.CallId, stage.Time),
            .. stage.Parts.Select(part => new LedgerEntry((stage with { CallId = part }).Key, part, stage.Time))];
}
