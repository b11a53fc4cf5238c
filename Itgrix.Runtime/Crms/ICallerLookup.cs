using Itgrix.Hooks;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms;

/// <summary>Asks a CRM whose number it is.</summary>
internal interface ICallerLookup
{
    Crm Crm { get; }

    /// <summary>
    /// What is done with the answer while the phone does not ring yet; settings that may change at any time.
    /// </summary>
    DistributionOptions Distribution { get; }

    /// <returns><c>null</c> when nobody in the CRM has the number.</returns>
    /// <exception cref="CrmException">The CRM does not answer.</exception>
    Task<KnownCaller?> FindAsync(string number, CancellationToken token);
}

/// <summary>Somebody in the CRM.</summary>
/// <param name="Entity">The contact, company or lead; a lead's responsible before a contact's, whatever is
/// found.</param>
/// <param name="Extension">Whom to dial, to reach who is responsible; empty when that is not known.</param>
internal sealed record KnownCaller(Entity Entity, string Extension)
{
    /// <summary>Who is responsible; <c>null</c> when that is nobody we know.</summary>
    public User? Responsible => Entity.Responsible;
}

/// <summary>What is done for an incoming call whose client is known, before a phone rings.</summary>
/// <param name="ToResponsible">It goes to the phone of who is responsible.</param>
/// <param name="ShowsName">The phone shows the client's name.</param>
internal sealed record DistributionOptions(bool ToResponsible, bool ShowsName)
{
    public bool IsOn => ToResponsible || ShowsName;
}
