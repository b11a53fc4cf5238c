using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Finds the client with a number in a CRM.</summary>
internal interface ICallerLookup
{
    Crm Crm { get; }

    /// <summary>
    /// How the answer is used before a phone rings; the settings may change at any time.
    /// </summary>
    DistributionOptions Distribution { get; }

    /// <returns><c>null</c> when no client in the CRM has the number.</returns>
    /// <exception cref="CrmException">The CRM does not answer.</exception>
    Task<KnownCaller?> FindAsync(string number, CancellationToken token);
}

/// <summary>A client in the CRM.</summary>
/// <param name="Entity">The contact, company or lead; a lead's responsible employee comes before a contact's,
/// whichever is found.</param>
/// <param name="Extension">The extension of the responsible employee; empty when it is not known.</param>
internal sealed record KnownCaller(Entity Entity, string Extension)
{
    /// <summary>The responsible employee; <c>null</c> when there is none, or the employee is not known.</summary>
    public User? Responsible => Entity.Responsible;
}

/// <summary>How an incoming call of a known client is routed before a phone rings.</summary>
/// <param name="ToResponsible">Whether the call goes to the extension of the responsible employee.</param>
/// <param name="ShowsName">Whether the phone shows the client's name.</param>
internal sealed record DistributionOptions(
    [property: Setting("the call goes to the responsible employee", Name = "forward_to_responsible")]
    bool ToResponsible,
    [property: Setting("the phone displays the client's name, up to 20 characters", Name = "caller_name")]
    bool ShowsName)
{
    public bool IsOn => ToResponsible || ShowsName;
}
