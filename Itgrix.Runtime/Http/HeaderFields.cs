using System.Text;

namespace Itgrix.Runtime.Http;

/// <summary>Parses <c>name=value, name="value"</c>, the syntax of some headers.</summary>
internal static class HeaderFields
{
    /// <summary>
    /// The fields by name, case-insensitive; <c>null</c> when it is not such a list or has a name twice.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Parse(ReadOnlySpan<char> text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while ((text = text.TrimStart(" \t,")).Length > 0)
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
                return null;
            var name = text[..equals].Trim().ToString();
            if (Value(text[(equals + 1)..].TrimStart(), out var rest) is not { } value || !fields.TryAdd(name, value))
                return null;
            text = rest.TrimStart();
            if (text.Length > 0 && text[0] != ',')
                return null;
        }
        return fields;
    }

    private static string? Value(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        if (text.Length > 0 && text[0] == '"')
            return Quoted(text[1..], out rest);
        var end = text.IndexOf(',');
        end = end < 0 ? text.Length : end;
        rest = text[end..];
        return text[..end].Trim().ToString();
    }

    private static string? Quoted(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                rest = text[(at + 1)..];
                return value.ToString();
            }
            if (text[at] == '\\' && ++at == text.Length)
                break;
            value.Append(text[at]);
        }
        rest = default;
        return null;
    }
}
