namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// A call that the portal registered at an employee's click and that was never connected: it is to be finished there.
/// </summary>
/// <param name="CallId">The linkedid that it would have had.</param>
/// <param name="Registration">The stored registration: CALL_ID, CRM_ENTITY_TYPE, CRM_ENTITY_ID.</param>
/// <param name="UserId">The user who clicked.</param>
/// <param name="StatusCode">For telephony.externalcall.finish: 480 when the user's phone was not answered, else
/// 503.</param>
internal sealed record FailedClick(string CallId, JsonObject Registration, long UserId, int StatusCode, string Reason);
