using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.OAuth;

/// <summary>When the tokens of a CRM are renewed.</summary>
/// <param name="Crm">The CRM in messages.</param>
/// <param name="Delays">The delays after failures that pass by themselves.</param>
/// <param name="RefusedDelay">The delay after a failure that needs an administrator.</param>
internal sealed record RenewalRules(string Crm, RetryDelays Delays, TimeSpan RefusedDelay)
{
    /// <summary>The age up to which a token that is refused is not renewed: it would not help, and never end.</summary>
    public TimeSpan MinAge { get; init; }

    /// <summary>How long a renewal may still take when the service stops.</summary>
    public TimeSpan StopTimeout { get; init; }

    /// <summary>Whether the store records that a renewal is in progress.</summary>
    public bool IsRecorded { get; init; }
}
