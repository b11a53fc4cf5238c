using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>A call as it is delivered to one CRM.</summary>
/// <param name="Crm">The CRM that gets the call.</param>
/// <param name="CallId">The call: Asterisk's linkedid.</param>
internal sealed record CallKey(Crm Crm, string CallId);
