using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>What does the calls that somebody in a CRM asks for.</summary>
/// <param name="Click">Makes them.</param>
/// <param name="Backlog">Where they ring after the request was answered.</param>
/// <param name="Store">Keeps what is known of a call before it begins.</param>
/// <param name="Outbox">Tells the CRM what became of them.</param>
internal sealed record CallRequests(ClickToCall Click, BackgroundWorkQueue Backlog, IOutboxStore Store, CallOutbox Outbox);
