namespace Itgrix.Runtime.Hooks;

/// <summary>The input of a hook, as JSON.</summary>
internal static class HookInput
{
    private const int MaxDepth = 256;

    /// <exception cref="JsonException">The text is not a JSON object, or has invalid Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        var found = JsonValues.Name(document.RootElement);
        document.Dispose();
        throw new JsonException($"it is {found}.");
    }

    /// <summary>The call's linkedid for the log; empty outside a call.</summary>
    public static string CallId(JsonElement input) =>
        input.TryGetProperty("call_full", out var call) && call.ValueKind == JsonValueKind.Object
        && call.TryGetProperty("channel", out var channel) && channel.ValueKind == JsonValueKind.Object
        && channel.TryGetProperty("id", out var id) ? id.ToString() : "";
}
