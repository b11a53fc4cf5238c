using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Clicks;

/// <summary>What is needed for calls that a CRM asks for.</summary>
/// <param name="Click">Makes the calls.</param>
/// <param name="Backlog">Runs the calls after the response to the request.</param>
/// <param name="Store">Stores what is known of a call before it begins.</param>
/// <param name="Outbox">Reports the outcome to the CRM.</param>
internal sealed record CallRequests(
ClickToCall Click, BackgroundWorkQueue Backlog, IOutboxStore Store, CallOutbox Outbox);
