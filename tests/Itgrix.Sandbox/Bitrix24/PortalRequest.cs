using System.Text.Json;
using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary>A request to the portal, and its result.</summary>
/// <param name="Number">From 1, in order of arrival.</param>
/// <param name="At">Time of arrival.</param>
/// <param name="Method">In lower case.</param>
/// <param name="Parameters">Without the token; very long values are cut.</param>
/// <param name="Status">Status of the answer; 0 when the connection was cut.</param>
/// <param name="Done">Whether the portal executed it, whatever it answered.</param>
/// <param name="Fault">Its injected fault.</param>
/// <param name="Answer">The answer, even if it was not sent.</param>
public sealed record PortalRequest(
    int Number, DateTimeOffset At,
    string Method, JsonObject Parameters, int Status, bool Done, string? Fault, JsonNode? Answer)
{
    private const int Longest = 1000;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Without secrets and shortened for display.</summary>
    internal static JsonObject Shown(JsonObject parameters) => new(parameters
        .Where(field => !string.Equals(field.Key, "auth", StringComparison.OrdinalIgnoreCase))
        .Select(field => KeyValuePair.Create(field.Key, Cut(field.Value))));

    private static JsonNode? Cut(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > Longest } text
            ? $"{text[..100]}... ({text.Length} characters)"
            : value?.DeepClone();
}
