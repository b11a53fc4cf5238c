namespace Itgrix.Runtime.Outbox;

/// <summary>A CRM that gets calls.</summary>
/// <param name="Handler">Makes the requests for each stage.</param>
/// <param name="Transport">Sends them.</param>
internal sealed record CrmSide(ICallStageHandler Handler, ICrmTransport Transport)
{
    /// <summary>Observes every request; <c>null</c> when there is no observer.</summary>
    public ICallWatcher? Watcher { get; init; }

    /// <summary>The transport for the requests of one call.</summary>
    public ICrmTransport TransportOf(CallKey call) =>
        Watcher is null ? Transport : new WatchedTransport(call, Transport, Watcher);
}
