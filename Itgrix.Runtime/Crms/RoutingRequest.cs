using System.Text.Json.Nodes;

namespace Itgrix.Runtime.Crms;

/// <summary>The dialplan asks whom to ring.</summary>
/// <param name="From">Who calls, as the line says.</param>
/// <param name="Trunk">The number that was called, or the line; or empty.</param>
/// <param name="CallId">Asterisk's id of the call, for the log; or empty.</param>
/// <param name="Data">All that came with the question, without what is secret.</param>
internal sealed record RoutingRequest(string From, string Trunk, string CallId, JsonObject Data);
