using Microsoft.Net.Http.Headers;

namespace Itgrix.Runtime.Http;

/// <summary>Parses <c>name=value, name="value"</c>, the syntax of some headers.</summary>
internal static class HeaderFields
{
    /// <summary>
    /// The fields by name, case-insensitive; <c>null</c> when it is not such a list or has a name twice.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return NameValueHeaderValue.TryParseStrictList([text], out var list)
            && list.All(field => fields.TryAdd($"{field.Name}", $"{field.GetUnescapedValue()}")) ? fields : null;
    }
}
