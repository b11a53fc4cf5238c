using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>A request that the portal got, and what became of it.</summary>
/// <param name="Number">From 1, in the order of their coming.</param>
/// <param name="At">When it came.</param>
/// <param name="Method">In small letters.</param>
/// <param name="Parameters">Without the token; what is very long is cut.</param>
/// <param name="Status">The status that was answered; 0 when the connection was cut.</param>
/// <param name="Done">Whether the portal did it, whatever it answered.</param>
/// <param name="Fault">The fault that was ordered for it.</param>
/// <param name="Answer">What was answered, or would have been.</param>
public sealed record PortalRequest(
    int Number, DateTimeOffset At, string Method, JsonObject Parameters, int Status, bool Done, string? Fault, JsonNode? Answer)
{
    private const int Longest = 1000;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Without secrets and at a length that can be shown.</summary>
    internal static JsonObject Shown(JsonObject parameters) => new(parameters
        .Where(field => !string.Equals(field.Key, "auth", StringComparison.OrdinalIgnoreCase))
        .Select(field => KeyValuePair.Create(field.Key, Cut(field.Value))));

    private static JsonNode? Cut(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > Longest } text
            ? $"{text[..100]}... ({text.Length} characters)"
            : value?.DeepClone();
}
