using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>The <c>autodistribution</c> part of the configuration: how the dialplan asks whom to ring.</summary>
internal sealed record RoutingOptions
{
    /// <summary>What the dialplan's question must carry; <c>null</c>: it cannot ask.</summary>
    public Secret? Token { get; init; }

    /// <summary>After this the dialplan has its answer, whatever CRM and hook do.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whose client it is when several CRMs know the caller; Bitrix24's when nothing is said.</summary>
    public Crm Crm { get; init; } = Crm.Bitrix24;
}
