namespace Itgrix.Runtime.Crms;

/// <summary>The dialplan's question which extension to call.</summary>
/// <param name="From">The caller's number, as the line reports it.</param>
/// <param name="Trunk">The called number, or the line; or empty.</param>
/// <param name="CallId">Asterisk's id of the call, for the log; or empty.</param>
/// <param name="Data">All fields of the request without the secret ones.</param>
internal sealed record RoutingRequest(string From, string Trunk, string CallId, JsonObject Data);
