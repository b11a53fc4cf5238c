using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>A call as one CRM is told of it.</summary>
/// <param name="Crm">Who is told.</param>
/// <param name="CallId">The call: Asterisk's linkedid.</param>
internal sealed record CallKey(Crm Crm, string CallId);
