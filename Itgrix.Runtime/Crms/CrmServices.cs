using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms;

/// <summary>What every account of a CRM needs of the service.</summary>
/// <param name="Zone">The time zone of the Asterisk server.</param>
/// <param name="Numbers">Parses numbers.</param>
/// <param name="Hooks">Runs hooks.</param>
/// <param name="Time">The clock.</param>
internal sealed record CrmServices(TimeZoneInfo Zone, Func<NumberPlan> Numbers, HookRunner Hooks, TimeProvider Time)
{
    private static readonly ExtensionOptions AllExtensions = new();

    /// <summary>The account's name among several of its CRM; empty for the only one.</summary>
    public string Account { get; init; } = "";

    /// <summary>Observes every hook that was run; <c>null</c> when there is no observer.</summary>
    public Action<CallStageEvent, HookOutcome>? Ran { get; init; }

    /// <summary>The extensions with calls to deliver; the setting may change at any time.</summary>
    public Func<ExtensionOptions> Extensions { get; init; } = () => AllExtensions;

    /// <summary>The open tasks for missed calls; <c>null</c>: they are not completed.</summary>
    public MissedTaskLedger? MissedTasks { get; init; }

    /// <summary>Where the CRM reaches the service, with a slash at its end; <c>null</c>: it cannot.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The recordings of calls; <c>null</c>: the files that Asterisk names are not looked for.</summary>
    public CallRecordings? Recordings { get; init; }
}
