using System.Net;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Writes and reads <c>batch</c>.</summary>
internal static class Bitrix24Batch
{
    public const int MaxRequests = 50;

    // The maximum length of an address in browsers; a recording, for example, goes alone.
    private const int MaxText = 8000;

    /// <summary>
    /// Whether a command means the same in a batch, where all values are texts of a query: an empty list is lost there,
    /// and a text that looks like a reference to an earlier result becomes one.
    /// </summary>
    public static bool CanHold(string method, JsonObject parameters) =>
        IsWritable(parameters) && PhpQuery.Append(method, parameters).Length <= MaxText;

    public static JsonObject Request(IReadOnlyList<Bitrix24Command> commands, bool halt)
    {
        if (commands.Count is 0 or > MaxRequests)
            throw new ArgumentException(
                $"A batch holds 1 to {MaxRequests} commands, not {commands.Count}: send several.");
        var list = new JsonObject();
        foreach (var command in commands)
        {
            // PHP turns numeric names into a list.
            if (!char.IsAsciiLetter(command.Name.FirstOrDefault()) || list.ContainsKey(command.Name))
                throw new ArgumentException(
                    $"\"{command.Name}\" is no name, or there twice: give names that begin with a letter.");
            list[command.Name] = PhpQuery.Append(command.Method, command.Parameters);
        }
        return new() { ["halt"] = halt ? 1 : 0, ["cmd"] = list };
    }

    /// <summary>The results by command name, without commands that were not run.</summary>
    /// <param name="hide">Removes secrets from foreign text.</param>
    public static IReadOnlyDictionary<string, Bitrix24BatchResult> Read(
        JsonElement batch, IReadOnlyList<Bitrix24Command> commands, string portal, Func<string, string> hide)
    {
        var results = new Dictionary<string, Bitrix24BatchResult>();
        foreach (var command in commands)
        {
            if (Part(batch, "result_error", command.Name) is { } error)
                results[command.Name] = new(null, Failed(error, $"{command.Method} (in a batch) of {portal}", hide));
            else if (Part(batch, "result", command.Name) is { } result)
                results[command.Name] = new(Answer(batch, command.Name, result), null);
        }
        return results;
    }

    private static bool IsWritable(JsonNode? value) => value switch
    {
        JsonObject fields => fields.Count > 0 && fields.All(field => IsName(field.Key) && IsWritable(field.Value)),
        JsonArray items => items.Count > 0 && items.All(IsWritable),
        JsonValue one => one.GetValueKind() switch
        {
            JsonValueKind.String => !$"{one}".Contains("$result", StringComparison.Ordinal),
            JsonValueKind.Number => true,
            _ => false,
        },
        _ => false,
    };

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static Bitrix24Answer Answer(JsonElement batch, string name, JsonElement result)
    {
        return new(result, Number("result_total"), Number("result_next"),
            Bitrix24Time.OfTime(Part(batch, "result_time", name) ?? default));

        int? Number(string part) => Part(batch, part, name) is { } value ? Bitrix24Answer.NumberOf(value) : null;
    }

    private static CrmException Failed(JsonElement error, string what, Func<string, string> hide)
    {
        return new Bitrix24Error(HttpStatusCode.BadRequest, Text("error"), Text("error_description")).ToException(what);

        string Text(string field) =>
            error.ValueKind == JsonValueKind.Object && error.TryGetProperty(field, out var value)
            ? HttpAnswer.OneLine(hide(value.ToString()), 200) : "";
    }

    // PHP writes [] instead of {} when there is nothing.
    private static JsonElement? Part(JsonElement batch, string part, string name) =>
        batch.ValueKind == JsonValueKind.Object && batch.TryGetProperty(part, out var parts)
        && parts.ValueKind == JsonValueKind.Object && parts.TryGetProperty(name, out var value) ? value : null;
}
