using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A request to the account, and its result.</summary>
/// <param name="Number">From 1, in order of arrival.</param>
/// <param name="At">Time of arrival.</param>
/// <param name="Method">GET, POST or PATCH.</param>
/// <param name="Path">With the query string.</param>
/// <param name="Body">The body; of a token request only its kind.</param>
/// <param name="Status">Status of the answer; 0 when the connection was cut.</param>
/// <param name="Done">Whether the account executed it, whatever it answered.</param>
/// <param name="Fault">Its injected fault.</param>
/// <param name="Answer">The answer, even if it was not sent; <c>null</c> for tokens.</param>
public sealed record AccountRequest(
    int Number, DateTimeOffset At, string Method, string Path, JsonNode? Body, int Status, bool Done, string? Fault,
    JsonNode? Answer)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
