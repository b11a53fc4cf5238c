namespace Itgrix.Runtime.Service;

/// <summary>Finds the settings that differ between two versions of a configuration: <c>numbers.prefixes</c>.</summary>
internal static class ConfigChanges
{
    // The schema is for editors.
    public static IReadOnlyList<string> Between(JsonElement one, JsonElement other) =>
        [.. Between("", one, other).Where(path => path != "$schema")];

    private static IEnumerable<string> Between(string path, JsonElement one, JsonElement other)
    {
        if (IsObject(one, other) && IsObject(other, one))
            return NamesOf(one).Union(NamesOf(other)).SelectMany(name => Between(
                path.Length == 0 ? name : $"{path}.{name}", Field(one, name), Field(other, name)));
        return AreSame(one, other) ? [] : [path];
    }

    // A part that only one version has is compared with no settings.
    private static bool IsObject(JsonElement one, JsonElement other) => one.ValueKind == JsonValueKind.Object
        || (one.ValueKind == JsonValueKind.Undefined && other.ValueKind == JsonValueKind.Object);

    private static IEnumerable<string> NamesOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(field => field.Name) : [];

    private static JsonElement Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static bool AreSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind
        && (one.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(one, other));
}
