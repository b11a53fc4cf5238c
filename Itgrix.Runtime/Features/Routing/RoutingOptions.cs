using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>The <c>autodistribution</c> part of the configuration: routing of incoming calls.</summary>
internal sealed record RoutingOptions
{
    /// <summary>The dialplan's token; without one (<c>null</c>) routing is off.</summary>
    public Secret? Token { get; init; }

    /// <summary>Timeout of an answer, whatever CRM and hook do.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The CRM that wins when several know the caller; the first of all by default.</summary>
    public Crm? Crm { get; init; } = HookCatalog.Crms.FirstOrDefault();
}
