using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Itgrix.Sandbox.Bitrix24;

/// <summary><c>batch</c>: up to 50 commands; later ones may use the results of earlier ones.</summary>
internal static partial class PortalBatch
{
    private const int Most = 50;

    public static JsonObject Run(Parameters parameters, Func<string, Parameters, JsonObject> run)
    {
        var commands = Commands(parameters["cmd"]).ToList();
        if (commands.Count > Most)
            throw RestException.Refused("Max batch length exceeded", "ERROR_BATCH_LENGTH_EXCEEDED");
        JsonObject results = [], errors = [], totals = [], nexts = [], times = [];
        foreach (var (name, command) in commands)
        {
            try
            {
                var (method, own) = Parse(command, results);
                var answer = run(method, own);
                Move(answer, "result", results, name);
                Move(answer, "total", totals, name);
                Move(answer, "next", nexts, name);
                Move(answer, "time", times, name);
            }
            catch (RestException error)
            {
                errors[name] = new JsonObject { ["error"] = error.Code, ["error_description"] = error.Description };
                if (parameters.Flag("halt", false))
                    break;
            }
        }
        return new()
        {
            ["result"] = Php(results),
            ["result_error"] = Php(errors),
            ["result_total"] = Php(totals),
            ["result_next"] = Php(nexts),
            ["result_time"] = Php(times),
        };
    }

    private static IEnumerable<(string Name, string Command)> Commands(JsonNode? list) => list switch
    {
        JsonObject named => named.Select(one => (one.Key, Parameters.TextOf(one.Value))),
        JsonArray plain => plain.Select((one, index) => ($"{index}", Parameters.TextOf(one))),
        _ => [],
    };

    private static (string Method, Parameters Parameters) Parse(string command, JsonObject results)
    {
        var parts = command.Split('?', 2);
        var method = parts[0].ToLowerInvariant();
        if (method == "batch")
            throw new RestException(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
        var query = PhpForm.Read(parts.ElementAtOrDefault(1) ?? "");
        return (method, new(Resolved(query, results).AsObject()));
    }

    private static JsonNode Resolved(JsonNode value, JsonObject results) => value switch
    {
        JsonObject fields => new JsonObject(fields.Select(
            field => KeyValuePair.Create(field.Key, (JsonNode?)Resolved(field.Value!, results)))),
        JsonArray items => new JsonArray([.. items.Select(item => Resolved(item!, results))]),
        _ => JsonValue.Create(Reference().Replace(Parameters.TextOf(value), match => Looked(match, results))),
    };

    private static string Looked(Match reference, JsonObject results)
    {
        JsonNode? found = results;
        foreach (Capture step in reference.Groups[1].Captures)
        {
            found = found switch
            {
                JsonObject fields => fields[step.Value],
                JsonArray items when int.TryParse(step.Value, out var index) && index < items.Count => items[index],
                _ => null,
            };
        }
        return Parameters.TextOf(found);
    }

    private static void Move(JsonObject answer, string field, JsonObject target, string name)
    {
        if (answer.Remove(field, out var value))
            target[name] = value;
    }

    // PHP has one kind of empty array.
    private static JsonNode Php(JsonObject json) => json.Count > 0 ? json : new JsonArray();

    [GeneratedRegex(@"\$result(?:\[([^\]]*)\])+")]
    private static partial Regex Reference();
}
