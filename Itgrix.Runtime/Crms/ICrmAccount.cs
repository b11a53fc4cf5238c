using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Crms;

/// <summary>A CRM as the service has it: told of calls, asked whose number it is, listened to.</summary>
internal interface ICrmAccount : IAsyncDisposable
{
    /// <summary>What it gets of a call, stage by stage.</summary>
    CallFlow Flow { get; }

    /// <summary>Sends that.</summary>
    ICrmTransport Transport { get; }

    /// <summary>Whose number it is.</summary>
    ICallerLookup Callers { get; }

    /// <summary>Who works there.</summary>
    Employees Employees { get; }

    /// <summary>How requests to it end.</summary>
    CrmHealth Health { get; }

    /// <summary>How near its limits are.</summary>
    CrmLimits Limits { get; }

    /// <summary>Keeps what is known of the CRM up to date.</summary>
    Task StartAsync(Schedule schedule, CancellationToken stop);

    /// <summary>Brings what is known of the CRM up to date now.</summary>
    /// <exception cref="CrmException">It does not answer.</exception>
    Task RefreshAsync(CancellationToken token);

    /// <summary>Adds the routes on which the CRM asks for calls.</summary>
    void MapRoutes(IEndpointRouteBuilder routes, CallRequests requests);
}
