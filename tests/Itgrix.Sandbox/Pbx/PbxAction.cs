namespace Itgrix.Sandbox.Pbx;

/// <summary>An action of a client, header by header.</summary>
public sealed record PbxAction(IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public string Name => this["Action"];

    /// <summary>The header's value, empty when it is missing.</summary>
    public string this[string name] => All(name).FirstOrDefault("");

    public IEnumerable<string> All(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value);

    /// <summary>Reads one; <c>null</c> at the end.</summary>
    public static async Task<PbxAction?> ReadAsync(TextReader reader, CancellationToken token)
    {
        var headers = new List<KeyValuePair<string, string>>();
        while (await reader.ReadLineAsync(token) is { } line)
        {
            if (line.Length == 0 && headers.Count > 0)
                return new(headers);
            if (line.Split(':', 2) is [var name, var value])
                headers.Add(new(name, value.TrimStart()));
        }
        return null;
    }
}
