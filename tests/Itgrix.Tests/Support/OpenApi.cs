using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Itgrix.Tests.Support;

/// <summary>
/// Validates JSON against the schemas of an OpenAPI file: types, required properties, lists, alternatives.
/// </summary>
internal sealed class OpenApi
{
    private readonly YamlMappingNode _root;

    public OpenApi(string file)
    {
        using var reader = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Errors of the answer to such a request; empty when it is as documented.</summary>
    /// <param name="path">The path in the file: <c>/api/v4/contacts/{id}</c>.</param>
    public IReadOnlyList<string> OfAnswer(string method, string path, JsonElement answer) =>
        [.. Check(At(Operation(method, path), "responses", "200", "content", "application/json", "schema")!, answer,
            "$", 1)];

    public IReadOnlyList<string> OfRequest(string method, string path, JsonElement body) =>
        [.. Check(At(Operation(method, path), "requestBody", "content", "application/json", "schema")!, body, "$", 0)];

    private YamlNode Operation(string method, string path) =>
        At(_root, "paths", path, method.ToLowerInvariant())
            ?? throw new ArgumentException($"{method} {path} is not in the file.");

    /// <param name="problems">Number of last alternatives for errors, which a successful answer must not match.</param>
    private IEnumerable<string> Check(YamlNode schema, JsonElement json, string place, int problems = 0)
    {
        if (At(schema, "$ref") is YamlScalarNode reference)
            return Check(At(_root, [.. reference.Value!.Split('/').Skip(1)])!, json, place);
        if (At(schema, "allOf") is YamlSequenceNode all)
            return all.SelectMany(one => Check(one, json, place));
        if (At(schema, "anyOf") is YamlSequenceNode any)
        {
            var mistakes = any.SkipLast(problems).Select(one => Check(one, json, place).ToList())
                .OrderBy(one => one.Count).First();
            return mistakes;
        }
        return OfType(schema, json, place);
    }

    private IEnumerable<string> OfType(YamlNode schema, JsonElement json, string place)
    {
        var type = (At(schema, "type") as YamlScalarNode)?.Value;
        if (!Fits(type, json))
            return [$"{place} is {json.ValueKind}, not {type}"];
        if (At(schema, "enum") is YamlSequenceNode values
            && values.All(value => ((YamlScalarNode)value).Value != json.ToString()))
            return [$"{place} is {json}, which is none of the choices"];
        return type switch
        {
            "object" => OfObject(schema, json, place),
            "array" => json.EnumerateArray()
                .SelectMany((item, index) => Check(At(schema, "items")!, item, $"{place}[{index}]")),
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(YamlNode schema, JsonElement json, string place)
    {
        foreach (var name in (At(schema, "required") as YamlSequenceNode ?? [])
            .Select(name => ((YamlScalarNode)name).Value!))
        {
            if (!json.TryGetProperty(name, out _))
                yield return $"{place}.{name} is missing";
        }
        foreach (var (name, property) in (At(schema, "properties") as YamlMappingNode ?? []).Children)
        {
            var key = ((YamlScalarNode)name).Value!;
            if (!json.TryGetProperty(key, out var value))
                continue;
            foreach (var mistake in Check(property, value, $"{place}.{key}"))
                yield return mistake;
        }
    }

    private static bool Fits(string? type, JsonElement json) => type switch
    {
        "object" => json.ValueKind == JsonValueKind.Object,
        "array" => json.ValueKind == JsonValueKind.Array,
        "string" => json.ValueKind == JsonValueKind.String,
        "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
        "number" => json.ValueKind == JsonValueKind.Number,
        "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => json.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static YamlNode? At(YamlNode? node, params string[] path)
    {
        foreach (var name in path)
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var next)
                ? next : null;
        return node;
    }
}
