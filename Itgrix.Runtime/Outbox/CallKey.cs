using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>A call as it is delivered to one account of a CRM.</summary>
/// <param name="Account">The account that gets the call.</param>
/// <param name="CallId">The call: Asterisk's linkedid.</param>
internal sealed record CallKey(AccountId Account, string CallId);
