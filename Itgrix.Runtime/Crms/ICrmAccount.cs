using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// An account of a CRM: it gets calls, finds callers and sends requests, with tokens, limits and employees of its own.
/// The service has a list of them.
/// </summary>
internal interface ICrmAccount : IAsyncDisposable
{
    /// <summary>Which one it is.</summary>
    AccountId Id => Flow.Account;

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

    /// <summary>Its part of the service's status.</summary>
    IStatusPart Status => new CrmStatus(Id, Employees, Health, () => Limits);

    /// <summary>Refreshes its cached data; it is called at the start, and periodically.</summary>
    /// <exception cref="CrmException">The CRM does not answer.</exception>
    Task RefreshAsync(CancellationToken token);

    /// <summary>Adds the access policies of the CRM's own requests; by default none.</summary>
    void AddAccess(AuthenticationBuilder access)
    {
    }

    /// <summary>Connects the account.</summary>
    ICrmConnection? Connection => null;

    /// <summary>Adds the route by which the CRM connects the account; by default none.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="changed">To be called when the account is connected, or is so no more.</param>
    void MapConnection(IEndpointRouteBuilder routes, Func<CancellationToken, Task> changed)
    {
    }

    /// <summary>Adds the routes for the CRM's own requests; by default none.</summary>
    void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests)
    {
    }
}
