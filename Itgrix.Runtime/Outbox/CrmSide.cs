using Itgrix.Runtime.Crms;

namespace Itgrix.Runtime.Outbox;

/// <summary>A CRM that gets calls.</summary>
/// <param name="Flow">What the CRM gets for each stage.</param>
/// <param name="Transport">How requests are sent.</param>
internal sealed record CrmSide(CallFlow Flow, ICrmTransport Transport)
{
    /// <summary>Observes every request; <c>null</c> when there is no observer.</summary>
    public ICallWatcher? Watcher { get; init; }

    /// <summary>The transport for the requests of one call.</summary>
    public ICrmTransport TransportOf(CallKey call) =>
        Watcher is null ? Transport : new WatchedTransport(call, Transport, Watcher);
}
