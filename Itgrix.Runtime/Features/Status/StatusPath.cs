namespace Itgrix.Runtime.Features.Status;

/// <summary>Selects one element by its path: <c>app.crm.bitrix24</c>.</summary>
internal static class StatusPath
{
    /// <summary>The element; or the known names at the point where the path fails.</summary>
    public static (bool IsFound, JsonNode? Element, IReadOnlyList<string> Known) Find(JsonNode? root, string path)
    {
        while (path.Length > 0)
        {
            if (Next(root, path) is not var (name, child))
                return (false, null, Names(root));
            (root, path) = (child, path.Length == name.Length ? "" : path[(name.Length + 1)..]);
        }
        return (true, root, []);
    }

    // Names may have dots themselves, such as Bitrix24's methods.
    private static (string Name, JsonNode? Child)? Next(JsonNode? node, string path)
    {
        foreach (var name in Names(node))
        {
            if (path.StartsWith(name, StringComparison.Ordinal)
                && (path.Length == name.Length || path[name.Length] == '.'))
                return (name, node is JsonArray list ? list[int.Parse(name)] : node![name]);
        }
        return null;
    }

    // The longest first: one may be a prefix of another.
    private static IReadOnlyList<string> Names(JsonNode? node) => node switch
    {
        JsonObject fields => [.. fields.Select(field => field.Key).OrderByDescending(name => name.Length)],
        JsonArray list => [.. Enumerable.Range(0, list.Count).Select(at => $"{at}").Reverse()],
        _ => [],
    };
}
