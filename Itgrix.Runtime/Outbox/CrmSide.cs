using Itgrix.Runtime.Flows;

namespace Itgrix.Runtime.Outbox;

/// <summary>A CRM that is told of calls.</summary>
/// <param name="Flow">What it is told.</param>
/// <param name="Transport">How that is sent.</param>
internal sealed record CrmSide(CallFlow Flow, ICrmTransport Transport);
