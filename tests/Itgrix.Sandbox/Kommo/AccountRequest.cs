using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A request that the account got, and what became of it.</summary>
/// <param name="Number">From 1, in the order of their coming.</param>
/// <param name="At">When it came.</param>
/// <param name="Method">GET, POST or PATCH.</param>
/// <param name="Path">With what is after the question mark.</param>
/// <param name="Body">What was sent; of a request for tokens only its kind.</param>
/// <param name="Status">The status that was answered; 0 when the connection was cut.</param>
/// <param name="Done">Whether the account did it, whatever it answered.</param>
/// <param name="Fault">The fault that was ordered for it.</param>
/// <param name="Answer">What was answered, or would have been; <c>null</c> for tokens.</param>
public sealed record AccountRequest(
    int Number, DateTimeOffset At, string Method, string Path, JsonNode? Body, int Status, bool Done, string? Fault,
    JsonNode? Answer)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
