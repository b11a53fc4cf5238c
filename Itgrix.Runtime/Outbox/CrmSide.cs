namespace Itgrix.Runtime.Outbox;

/// <summary>A CRM that is told of calls.</summary>
/// <param name="Handler">What it is told.</param>
/// <param name="Transport">How that is sent.</param>
internal sealed record CrmSide(ICallStageHandler Handler, ICrmTransport Transport)
{
    /// <summary>Is told of every request; <c>null</c> when nobody looks.</summary>
    public ICallWatcher? Watcher { get; init; }

    /// <summary>Sends the requests of one call.</summary>
    public ICrmTransport TransportOf(CallKey call) =>
        Watcher is null ? Transport : new WatchedTransport(call, Transport, Watcher);
}
