using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms;

/// <summary>A CRM of the service, which gets calls, finds callers and sends requests.</summary>
internal interface ICrmAccount : IAsyncDisposable
{
    /// <summary>What the CRM gets for each stage of a call.</summary>
    CallFlow Flow { get; }

    /// <summary>Sends the requests of the flow.</summary>
    ICrmTransport Transport { get; }

    /// <summary>Finds callers.</summary>
    ICallerLookup Callers { get; }

    /// <summary>The employees.</summary>
    Employees Employees { get; }

    /// <summary>The outcomes of requests to the CRM.</summary>
    CrmHealth Health { get; }

    /// <summary>How close the service is to the CRM's limits.</summary>
    CrmLimits Limits { get; }

    /// <summary>Refreshes the cached data of the CRM periodically.</summary>
    Task StartAsync(Schedule schedule, CancellationToken stop);

    /// <summary>Refreshes the cached data of the CRM now.</summary>
    /// <exception cref="CrmException">The CRM does not answer.</exception>
    Task RefreshAsync(CancellationToken token);

    /// <summary>Adds the access policies of the CRM's own requests; by default none.</summary>
    void AddAccess(AuthenticationBuilder access)
    {
    }

    /// <summary>Adds the routes for the CRM's own requests; by default none.</summary>
    void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests)
    {
    }
}
