using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks;

/// <summary>
/// Interprets a hook's reply, for every hook and every engine. Pure: the input, the reply, the catalog's row.
/// </summary>
internal static class ReplyPolicy
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 512 };

    /// <summary>The unchanged fields, for a hook that changes nothing.</summary>
    public static JsonObject OwnFields(HookDefinition hook, JsonElement input) =>
        JsonValues.Object(input, field => !hook.IsReadOnly(field));

    /// <summary>Interprets a reply as the engine returned it.</summary>
    public static HookOutcome Judge(HookDefinition hook, JsonElement input, ReadOnlyMemory<byte> reply)
    {
        var outcome = Read(hook, input, reply);
        return outcome.Kind == OutcomeKind.Failed ? outcome with { Data = OwnFields(hook, input) } : outcome;
    }

    private static HookOutcome Read(HookDefinition hook, JsonElement input, ReadOnlyMemory<byte> reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply, Lenient);
            return Read(hook, input, document.RootElement);
        }
        catch (JsonException error)
        {
            return HookOutcome.Failed(hook, $"the reply is not valid JSON ({error.Message}): {Excerpt(reply)}");
        }
        catch (InvalidOperationException)
        {
            return HookOutcome.Failed(hook, "the reply has text that is not valid Unicode: convert it to UTF-8.");
        }
    }

    private static HookOutcome Read(HookDefinition hook, JsonElement input, JsonElement reply)
    {
        if (reply.ValueKind != JsonValueKind.Object)
            return HookOutcome.Failed(hook,
                $"the reply is {JsonValues.Name(reply)}: return {{\"data\": ..., \"state\": \"success\"}}.");
        if (StateProblem(reply) is { } problem)
            return HookOutcome.Failed(hook, problem);
        var given = reply.TryGetProperty("data", out var data) ? data : default;
        if (hook.Shape == ReplyShape.Nothing)
            return Applied(hook, []);
        if (JsonValues.IsEmpty(given))
            return OfEmptyData(hook);
        if (given.ValueKind != JsonValueKind.Object)
            return HookOutcome.Failed(hook,
                $"'data' of the reply is {JsonValues.Name(given)}: it must be an object of fields.");

        var fields = JsonValues.Object(given, field => !hook.IsReadOnly(field));
        Fidelity.Repair(fields, input);
        return hook.Shape switch
        {
            ReplyShape.Decision => Decision(hook, fields),
            ReplyShape.Value => Value(hook, fields),
            ReplyShape.Distribution => Distribution(hook, fields),
            // A file that returns only unknown fields has dropped the whole request.
            _ => fields.Count > 0 ? Applied(hook, fields) : OfEmptyData(hook),
        };
    }

    private static string? StateProblem(JsonElement reply)
    {
        if (!reply.TryGetProperty("state", out var state))
            return "the reply has no 'state': return {\"data\": ..., \"state\": \"success\"}.";
        if (state.ValueKind == JsonValueKind.String && state.ValueEquals("success"u8))
            return null;
        var reason = reply.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? $": {message.GetString()}"
            : " instead of \"success\".";
        return $"the hook replied with state {Shorten(state.GetRawText())}{reason}";
    }

    // The vendor's "empty data with state success": absent, null, [] and {} are the same, as PHP cannot distinguish
    // them.
    private static HookOutcome OfEmptyData(HookDefinition hook) => hook switch
    {
        { EmptyCancels: true } => new(hook, OutcomeKind.Cancelled),
        { Shape: ReplyShape.Decision } => Decision(hook, []),
        { Shape: ReplyShape.Value } => HookOutcome.Failed(hook,
            $"the reply has no data.{hook.Value}: return it, changed or as it was."),
        _ => HookOutcome.Failed(hook, "the reply has no data: return the fields, changed or as they were."),
    };

    // The vendor's own example leaves the result undefined when it accepts a call.
    private static HookOutcome Decision(HookDefinition hook, JsonObject fields) =>
        Applied(hook, new() { ["result"] = fields["result"]?.GetValueKind() != JsonValueKind.False });

    private static HookOutcome Value(HookDefinition hook, JsonObject fields)
    {
        var name = hook.Value!;
        if (JsonValues.Text(fields[name]) is not { } text)
        {
            var found = fields[name] is { } value ? JsonValues.Name(value) : "missing";
            return HookOutcome.Failed(hook, $"data.{name} of the reply is {found}: it must be a text.");
        }
        fields[name] = text;
        return Applied(hook, fields);
    }

    private static HookOutcome Distribution(HookDefinition hook, JsonObject fields)
    {
        var warnings = new List<string>();
        foreach (var name in new[] { "number", "name" })
        {
            if (!fields.ContainsKey(name) || fields[name] is null)
                continue;
            if (JsonValues.Text(fields[name]) is not { } text)
                return HookOutcome.Failed(hook,
                    $"data.{name} of the reply is {JsonValues.Name(fields[name]!)}: it must be a text.");
            var kept = name == "name" ? DisplayName.Cut(text) : text;
            if (kept.Length < text.Length)
                warnings.Add($"data.name has {text.Length} characters, Asterisk takes {DisplayName.MaxLength}: "
                    + $"cut to \"{kept}\".");
            fields[name] = kept;
        }
        return Applied(hook, fields) with { Warnings = warnings };
    }

    private static HookOutcome Applied(HookDefinition hook, JsonObject data) =>
        new(hook, OutcomeKind.Applied) { Data = data };

    private static string Excerpt(ReadOnlyMemory<byte> reply) =>
        reply.IsEmpty
            ? "it is empty"
            : Shorten(System.Text.Encoding.UTF8.GetString(reply.Span[..Math.Min(reply.Length, 400)]));

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
